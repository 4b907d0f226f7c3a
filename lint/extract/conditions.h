// Decides for one call what the rows of the models say in general: does it block here?
#pragma once

#include "lint/extract/unit.h"

namespace unblock::lint {

/// Sets CallSite::blocks for every call of the unit.
void find_blocking_calls(Unit& unit);

/// Whether a model or the source itself says that the callee does not block, whatever its body shows.
bool returns_at_once(const Unit& unit, const CallSite& call);

bool condition_holds(const Unit& unit, const CallSite& call, const Condition& condition);

/// The variable or member an expression names, through casts, `&`, `*` and member calls; null for others.
const clang::ValueDecl* named_object(const clang::Expr* expr);

/// A null pointer constant as written: nullptr, NULL, 0, or a cast of them.
bool is_null(const clang::ASTContext& ast, const clang::Expr* expr);

}  // namespace unblock::lint
