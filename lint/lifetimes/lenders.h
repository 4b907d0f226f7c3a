// What a pointer, view, iterator or reference leads into: a local, what a local owns, a parameter that only borrows, a temporary.
#pragma once

#include "lint/lifetimes/objects.h"

namespace unblock::lint {

/// At most one of these is set; none where the memory is somebody else's, or cannot be told.
struct Lender {
  const clang::VarDecl* local = nullptr;          ///< a local or by-value parameter whose own memory it is
  const clang::VarDecl* owner = nullptr;          ///< a local smart pointer to it
  const clang::ParmVarDecl* parameter = nullptr;  ///< a reference, pointer or view of the caller's
  const clang::Expr* temporary = nullptr;         ///< a string or vector that dies with the statement

  explicit operator bool() const { return local || owner || parameter || temporary; }
};

/// Whether a value of the type only leads to memory: a pointer to an object, string_view, span, an iterator. Not references.
bool only_leads(const Unit& unit, clang::QualType type);

/// Where a pointer, view or iterator leads.
Lender lender_of_value(const Objects& objects, const clang::Expr* value);

/// In what the object lies that an expression names, and that a reference to it refers to.
Lender lender_of_place(const Objects& objects, const clang::Expr* place);

/// A smart pointer that its own declaration makes an object for: p of `auto p = std::make_shared<…>(…)`.
bool makes_its_object(const Unit& unit, const clang::VarDecl& pointer);

/// Whether a smart pointer goes anywhere else in a function: copied, moved, returned, captured.
bool is_shared_elsewhere(const Unit& unit, const Function& home, const clang::VarDecl& owner);

/// Whether a function moves a local away.
bool is_moved_away(const Unit& unit, const Function& home, const clang::VarDecl& local);

}  // namespace unblock::lint
