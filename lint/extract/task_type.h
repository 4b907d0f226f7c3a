// What a type is to someone who gets it from a call: a task that has not started, one that runs already, or something to await.
// Computed from the promise's initial_suspend() and final_suspend(), for any library.
#pragma once

#include <clang/AST/Type.h>

#include "lint/extract/unit.h"

namespace unblock::lint {

struct TaskType {
  bool coroutine = false;   ///< a function may be a coroutine that returns this type
  bool awaitable = false;   ///< has operator co_await or the await_ready family
  bool generator = false;   ///< yields values to a caller that asks for them; nothing to await
  bool detached = false;    ///< runs to its end by itself and nobody can wait for it
  TaskStart start = TaskStart::unknown;

  /// Dropping a value of this type loses something.
  bool must_be_awaited() const { return !detached && !generator && (awaitable || (coroutine && start == TaskStart::lazy)); }
};

TaskType task_type(const Unit& unit, clang::QualType type);

}  // namespace unblock::lint
