// From an expression that is called or handed over to the functions it may run: lambdas, function names, method pointers,
// functors, and all of these inside std::move, std::bind, bind_executor and other wrappers that the models name.
#pragma once

#include "lint/extract/expressions.h"
#include "lint/extract/unit.h"

namespace unblock::lint {

struct Callable {
  std::vector<Target> targets;
  /// Set where the value is a parameter of an enclosing function: who calls that function decides.
  const clang::ParmVarDecl* parameter = nullptr;
  /// Set where neither is known: the member or global that holds it.
  const clang::ValueDecl* slot = nullptr;
  /// The executor a wrapper binds it to; null without one.
  const clang::Expr* executor = nullptr;
};

Callable resolve_callable(const Unit& unit, const clang::Expr* expr);

/// Whether a value of this type can be called, as far as the type shows.
bool may_be_callable(const clang::ASTContext& ast, clang::QualType type);

}  // namespace unblock::lint
