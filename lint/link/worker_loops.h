// Loops that are nothing but the queue of one worker thread: members that a thread of the program runs, and that are otherwise only
// given functions. No socket or timer waits there, so nothing else is held up.
#pragma once

#include "lint/link/program.h"

namespace unblock::lint {

/// Fills Program::worker_loops. To be called before the hand-overs are looked at.
void find_worker_loops(Program& program);

/// Where something runs, once it is known which loops are workers.
RunsOn runs_on(Program& program, RunsOn place, const std::vector<std::string>& workers);

}  // namespace unblock::lint
