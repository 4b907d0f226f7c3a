// Callables as facts: which functions a value may run, or in which slot to look for them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "lint/extract/callable.h"
#include "lint/extract/executors.h"
#include "lint/extract/ids.h"
#include "lint/facts/facts.h"

namespace unblock::lint {

facts::Callable to_facts(Ids& ids, const Callable& callable);

std::vector<facts::Target> to_facts(Ids& ids, const std::vector<Target>& targets);

/// The members among the objects that may be loops.
std::vector<std::string> worker_names(Ids& ids, const Where& where);

/// Where a callable runs that is handed over to a place, once the executor that a wrapper binds to it is known.
Where bound_to_executor(const Unit& unit, const Callable& callable, Where place);

/// co_spawn(executor, work(), token): the functions whose task an argument is.
std::vector<Target> coroutines_made_by(const Unit& unit, const clang::Expr* argument);

/// The coroutine whose task an expression is: work(), a local made by work(), task.handle(), std::move(task). Null for others.
const clang::FunctionDecl* coroutine_behind(const Unit& unit, const clang::Expr* task);

}  // namespace unblock::lint
