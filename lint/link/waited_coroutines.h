// Coroutines that nobody starts on an event loop: main() or a test waits for them, and until they first suspend they run on its thread.
#pragma once

#include <set>

#include "lint/link/program.h"

namespace unblock::lint {

/// Those that are only called where a plain function waits for them at once, or before the first suspension of another one of these.
/// To be asked when it is known what runs on loops.
std::set<Node> coroutines_waited_for(Program& program);

}  // namespace unblock::lint
