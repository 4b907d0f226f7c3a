// A walk over what is written in one function: without lambda bodies and without implicit coroutine code.
#pragma once

#include <clang/AST/Decl.h>
#include <clang/AST/Expr.h>
#include <clang/AST/Stmt.h>

#include <functional>

#include "lint/extract/unit.h"

namespace unblock::lint {

/// Visits `root` and what stands below it, each before its parts; false from `visit` leaves the parts out.
void each_statement(const clang::Stmt* root, const std::function<bool(const clang::Stmt& statement)>& visit);

/// Whether `root` or something below it is what `wanted` asks for.
bool any_statement(const clang::Stmt* root, const std::function<bool(const clang::Stmt& statement)>& wanted);

/// Whether a variable, parameter or member is named somewhere in `root`.
bool mentions(const clang::Stmt* root, const clang::ValueDecl& decl);

/// The variable, parameter or member an expression names as it is, through casts and parentheses only; null for others.
const clang::ValueDecl* plainly_named(const clang::Expr* expr);

/// Whether one of its locals is a lock or a guard, by the name of its class.
bool holds_a_lock(const Function& function);

}  // namespace unblock::lint
