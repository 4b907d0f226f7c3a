// Where a unit runs event loops, and what an exception that leaves a handler does there.
#pragma once

#include "lint/facts/facts.h"
#include "lint/lifetimes/lifetimes.h"

namespace unblock::lint {

/// Whether a statement stands in a `try` block of its function.
bool in_try(const Unit& unit, const Function& function, const clang::Stmt& statement);

/// Whether a call runs an event loop, by the models.
bool runs_loop(const Unit& unit, const CallSite& call);

/// Fills `runs_on_after_exceptions` and `ends_with_exceptions`. A loop that is a local serves the function that made it, unless that is `main`.
void add_loop_runs(const Lifetimes& lifetimes, facts::Unit& facts);

}  // namespace unblock::lint
