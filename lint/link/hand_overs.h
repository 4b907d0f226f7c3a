// Who is handed over to run later, and where: directly, or through functions that pass their parameters on.
#pragma once

#include "lint/link/program.h"

namespace unblock::lint {

/// Fills Program::hand_overs, and adds what calls run before they return to their targets.
void find_hand_overs(Program& program);

}  // namespace unblock::lint
