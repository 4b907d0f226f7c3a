// Calls and expressions that free memory.
#pragma once

#include "lint/extract/unit.h"

namespace unblock::lint {

/// What `free(x)`, `delete x` or `delete[] x` frees; null for other statements.
const clang::Expr* freed_by(const Unit& unit, const clang::Stmt& statement);

}  // namespace unblock::lint
