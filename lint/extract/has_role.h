// Whether the models say that something in the syntax tree stands for one of these things: see libraries/roles.h.
#pragma once

#include "lint/extract/unit.h"

namespace unblock::lint {

/// Null and what has no name of its own (constructors, operators) have no role.
bool has_role(const Unit& unit, const clang::NamedDecl* decl, RoleSet roles);

/// The class, struct or enumeration behind a type, through references and const.
bool has_role(const Unit& unit, clang::QualType type, RoleSet roles);

/// What a call enters.
bool has_role(const Unit& unit, const CallSite& call, RoleSet roles);

/// The name that is called as it is written, also where a template leaves open what that is.
bool is_written_with_role(const Unit& unit, const clang::CallExpr& call, RoleSet roles);

}  // namespace unblock::lint
