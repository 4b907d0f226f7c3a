// What may run on an event loop: the contexts of a program and all that they call.
#pragma once

#include <set>

#include "lint/link/program.h"

namespace unblock::lint {

std::set<Node> functions_on_loops(const Program& program);

}  // namespace unblock::lint
