// Containers that live on while a coroutine is suspended, what points into them, and what makes that invalid.
#pragma once

#include "lint/lifetimes/lifetimes.h"

namespace unblock::lint {

/// What a local keeps of a container that others change too.
struct Borrowed {
  Object container;
  bool iterator = false;  ///< an iterator (or a range-for, which has one); else a reference, pointer or view of an element
};

/// What `init` takes out of a container that is a member or a global, or out of an optional or unique_ptr: `map_.find(key)`,
/// `queue_.front()`, `table_[key]`, `*it`, `*answer_`.
/// Nothing for copies and for containers of the function's own.
Borrowed borrowed_from(const Lifetimes& lifetimes, const clang::VarDecl& local);

/// Whether the type is a container that the models name.
bool is_container(const Unit& unit, clang::QualType type);

/// A call in the unit that takes elements out of the container, or moves them: after that the borrowed thing is invalid. What stays
/// valid until its own element is taken out is safe from the borrower, who knows when it does so.
const CallSite* invalidated_by(const Lifetimes& lifetimes, const Borrowed& borrowed, const Function& borrower);

}  // namespace unblock::lint
