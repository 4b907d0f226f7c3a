// What an expression is without what the language puts around it.
#pragma once

#include <clang/AST/ASTContext.h>
#include <clang/AST/Expr.h>

#include <optional>
#include <string>

namespace unblock::lint {

/// `expr` without casts, temporaries, copies, parentheses and std::move.
const clang::Expr* bare(const clang::Expr* expr);

/// The value of an integer or enumerator that the compiler knows; nothing for null, for others and where a template leaves it open.
std::optional<llvm::APSInt> constant_integer(const clang::ASTContext& ast, const clang::Expr* expr);

/// Whether a call only passes its argument on: std::move, std::forward, std::as_const.
bool only_passes_on(const clang::CallExpr& call);

/// Of these, std::move and std::forward, with which the argument may go away.
bool is_move(const clang::CallExpr& call);

/// std::move in a template, where it may not be known yet what is called.
bool is_written_as_move(const clang::CallExpr& call);

/// The name of what is called, also where a template leaves open what that is; empty for what has none.
std::string written_name(const clang::CallExpr& call);

/// The same as an identifier; null for what has none.
const clang::IdentifierInfo* written_identifier(const clang::CallExpr& call);

/// The variable or member an expression names, through casts, `&`, `*` and member calls; null for others.
const clang::ValueDecl* named_object(const clang::Expr* expr);

/// A null pointer constant as written: nullptr, NULL, 0, or a cast of them.
bool is_null(const clang::ASTContext& ast, const clang::Expr* expr);

}  // namespace unblock::lint
