#include "lint/extract/has_role.h"

#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"

namespace unblock::lint {

bool has_role(const Unit& unit, const clang::NamedDecl* decl, RoleSet roles) { return decl && unit.roles_of(*decl).meets(roles); }

bool has_role(const Unit& unit, clang::QualType type, RoleSet roles) {
  if (type.isNull()) return false;
  if (const auto* record = class_of(type)) return has_role(unit, record, roles);
  return has_role(unit, type.getNonReferenceType()->getAsTagDecl(), roles);
}

bool has_role(const Unit& unit, const CallSite& call, RoleSet roles) { return has_role(unit, call.callee, roles); }

bool is_written_with_role(const Unit& unit, const clang::CallExpr& call, RoleSet roles) {
  if (const auto* callee = call.getDirectCallee()) return has_role(unit, callee, roles);
  const clang::IdentifierInfo* name = written_identifier(call);
  return name && unit.plain_roles(*name).roles.meets(roles);
}

}  // namespace unblock::lint
