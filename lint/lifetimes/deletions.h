// Where a unit destroys objects of a class: delete, unique_ptr::reset, containers of unique_ptr that are emptied.
#pragma once

#include <clang/AST/DeclCXX.h>

#include <map>

#include "lint/extract/unit.h"

namespace unblock::lint {

struct Deletion {
  clang::SourceLocation at;
  const Function* in = nullptr;
};

/// By class. Left out: `delete this`, an object's own destructor, and functions that stop or join something themselves.
std::map<const clang::CXXRecordDecl*, Deletion> deletions_in(const Unit& unit);

/// Whether a class, or a base of it, is a loop or has one as a member: no handler of that loop runs when the object is gone.
bool owns_loop(const Unit& unit, const clang::CXXRecordDecl& record);

/// Whether a destructor, or something that it calls, waits until nothing runs any more; or the class owns the loop itself.
bool waits_for_handlers(const Unit& unit, const clang::CXXRecordDecl& record);

}  // namespace unblock::lint
