// Where work given to an executor runs: on a loop, in a pool, on a thread of its own, or somewhere that cannot be told.
#pragma once

#include "lint/extract/unit.h"

namespace unblock::lint {

/// Where work given to this executor (or execution context) runs. Null: on the loop.
RunsOn runs_on_executor(const Unit& unit, const clang::Expr* executor);

/// Fills Unit::worker_loops. To be called once the calls are linked and before the contexts are found.
void find_worker_loops(Unit& unit);

}  // namespace unblock::lint
