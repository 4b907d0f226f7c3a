// Where work given to an executor runs: on a loop, in a pool, on a thread of its own, or somewhere that cannot be told.
#pragma once

#include <vector>

#include "lint/extract/unit.h"

namespace unblock::lint {

struct Where {
  RunsOn runs_on = RunsOn::loop;
  /// Objects that may be loops: where one of them turns out to be only the queue of a thread, it runs on that thread.
  std::vector<const clang::ValueDecl*> workers;
};

/// Where work given to this executor (or execution context) runs. Null: on the loop.
Where where_executor_runs(const Unit& unit, const clang::Expr* executor);

/// A member that is an event loop, not open to others.
struct LoopMemberUse {
  const clang::ValueDecl* member = nullptr;
  bool other_uses = false;  ///< more than running it and giving it functions
};

std::vector<LoopMemberUse> loop_member_uses(const Unit& unit);

/// The members that are loops and that a function runs.
std::vector<const clang::ValueDecl*> loops_run_by(const Unit& unit, const Function& function);

}  // namespace unblock::lint
