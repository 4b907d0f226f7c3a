// What becomes of the value of an expression: awaited on the spot, kept in a variable, returned, handed to somebody.
#pragma once

#include "lint/extract/unit.h"

namespace unblock::lint {

enum class Fate {
  awaited,
  discarded,
  returned,
  kept,
  assigned,
  handed_over,
  unknown
};

struct FateOf {
  Fate fate = Fate::unknown;
  const clang::VarDecl* variable = nullptr;  ///< kept: in which; assigned: to which, where it is a plain variable
  const CallSite* taker = nullptr;           ///< handed_over: to whom
};

/// Looks through wrappers whose own result is to be awaited (when_all(f()), f().then(…)): their fate is its fate.
FateOf fate_of(const Unit& unit, const Function& function, const clang::Expr* expr);

}  // namespace unblock::lint
