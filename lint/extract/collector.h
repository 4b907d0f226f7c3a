// Walks one translation unit and fills Unit::functions (bodies, calls, suspension points, discarded values) and Unit::assignments.
// Does not decide anything: targets and what blocks come later.
#pragma once

#include "lint/extract/own_code.h"
#include "lint/extract/unit.h"

namespace unblock::lint {

void collect_functions(Unit& unit, const OwnCode& own);

}  // namespace unblock::lint
