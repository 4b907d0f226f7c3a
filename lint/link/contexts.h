// Finds who runs on an event loop: coroutines, and functions handed to sinks, directly or through functions that pass their
// parameters on. Pools and threads cut. Also links the calls: CallSite::targets.
#pragma once

#include "lint/extract/unit.h"

namespace unblock::lint {

void link_calls(Unit& unit);
void find_contexts(Unit& unit);

}  // namespace unblock::lint
