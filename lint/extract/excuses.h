// Calls of a function that hold up nobody, whatever they wait for: the process ends right after them, they run once in its life, or
// they stand in a branch that a constant rules out.
#pragma once

#include "lint/extract/unit.h"

namespace unblock::lint {

/// All expressions of a body that stand in such a place.
llvm::DenseSet<const clang::Stmt*> find_excused(const Unit& unit, const Function& function);

/// Whether a call is among them; or it asks a future that its own function was called with, as continuations are: that one is ready.
bool is_excused(const Unit& unit, const CallSite& call);

}  // namespace unblock::lint
