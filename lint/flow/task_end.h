// Whether a task that is handed to a function has ended when that function returns.
#pragma once

#include "lint/extract/unit.h"

namespace unblock::lint {

/// Whether `call`, in `function`, takes the task `task` into visible functions that neither keep it nor pass it on to anybody who
/// might: `void run(Task task) { task.start(); }`. The task's frame is destroyed with it, so it borrows nothing afterwards.
bool task_ends_inside(const Unit& unit, const Function& function, const CallSite& call, const clang::Expr& task);

}  // namespace unblock::lint
