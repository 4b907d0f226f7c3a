// What a callable that runs later holds: the captures of a lambda, the arguments of std::bind, the members of a functor, the
// arguments of a coroutine that is spawned.
#pragma once

#include <vector>

#include "lint/lifetimes/objects.h"

namespace unblock::lint {

struct Held {
  const clang::VarDecl* variable = nullptr;  ///< that it was captured from or made of; null for others
  const clang::Expr* value = nullptr;        ///< what it was made of, where that is written
  bool refers = false;                       ///< by reference, or by a pointer to the variable
  bool is_this = false;                      ///< `this` as a plain pointer
  bool shares = false;                       ///< a shared_ptr or weak_ptr: what it points to is kept alive, or asked for
  clang::QualType type;
  bool by_reference = false;                 ///< a capture by reference, also of a variable that is a reference itself
};

struct Holdings {
  std::vector<Held> held;
  const clang::LambdaExpr* lambda = nullptr;
  const clang::Expr* written = nullptr;  ///< the lambda, bind or functor itself
};

/// `callable` as it is handed over, through wrappers and locals that hold it.
Holdings what_it_holds(const Unit& unit, const clang::Expr* callable);

/// Whether it keeps alive what a pointer variable points to: it holds a copy of it, or the variable itself was moved into it.
bool keeps(const Holdings& holdings, const clang::VarDecl& pointer);

/// Whether one of them shares an object that keeps one of class `of` alive: it is such an object, or may contain one.
bool shares_owner(const Unit& unit, const Holdings& holdings, const clang::CXXRecordDecl& of);

}  // namespace unblock::lint
