// Loops whose number of rounds is written in them, and is not zero: what each round does is done.
#pragma once

#include <vector>

#include "lint/extract/unit.h"

namespace unblock::lint {

/// The conditions of the loops around `place` that go round for certain, and come to it in each round: `for (int i = 0; i < 3; ++i)`.
std::vector<const clang::Expr*> surely_running_loops(const Unit& unit, const Function& function, const clang::Stmt& place);

}  // namespace unblock::lint
