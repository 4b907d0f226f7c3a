#include "lint/lifetimes/deletions.h"

#include <clang/AST/DeclTemplate.h>
#include <clang/AST/ExprCXX.h>

#include <algorithm>

#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"
#include "lint/extract/leads_to.h"
#include "lint/lifetimes/objects.h"

namespace unblock::lint {
namespace {

constexpr RoleSet kSoundsLikeStopping = Role::waits | Role::asks_result | Role::shuts_down | Role::stops;

/// The class that a unique_ptr type owns.
const clang::CXXRecordDecl* owned_alone(const Unit& unit, clang::QualType type) {
  return has_role(unit, type, Role::unique_pointer) ? owned_class(unit, type) : nullptr;
}

/// Of vector<unique_ptr<T>>, map<K, unique_ptr<T>>, list<T>, map<K, T>: T, where it is a class of the code that is linted.
const clang::CXXRecordDecl* element_class(const Unit& unit, clang::QualType type) {
  const auto* container = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(class_of(type));
  if (!container) return nullptr;
  const clang::CXXRecordDecl* by_value = nullptr;
  for (const clang::TemplateArgument& argument : container->getTemplateArgs().asArray()) {
    if (argument.getKind() != clang::TemplateArgument::Type) continue;
    if (const auto* found = owned_alone(unit, argument.getAsType())) return found;
    const auto* record = argument.getAsType()->isReferenceType() ? nullptr : class_of(argument.getAsType());
    if (record && !in_system_header(*unit.ast, *record)) by_value = record;
  }
  return by_value;
}

const clang::CXXRecordDecl* destroyed_by(const Unit& unit, const CallSite& call) {
  if (!call.object || !call.callee) return nullptr;
  const bool assigns = call.callee->getOverloadedOperator() == clang::OO_Equal;
  const bool empties = assigns && !call.arguments.empty() && is_null(*unit.ast, bare(call.arguments[0]));
  if (const auto* owned = owned_alone(unit, call.object->getType())) return (empties || has_role(unit, call, Role::resets)) ? owned : nullptr;
  const bool empties_optional = has_role(unit, call, Role::resets) && has_role(unit, call.object->getType(), Role::optional);
  const bool takes_out = empties_optional || has_role(unit, call, Role::erases | Role::clears);
  return takes_out ? element_class(unit, call.object->getType()) : nullptr;
}

bool stops_something(const Unit& unit, const Function& function) {
  return std::any_of(function.calls.begin(), function.calls.end(), [&](const CallSite& call) { return has_role(unit, call, kSoundsLikeStopping); });
}

/// Whether a member of the class itself is a loop.
bool has_loop_member(const Unit& unit, const clang::CXXRecordDecl& record) {
  return std::any_of(record.field_begin(), record.field_end(), [&](const clang::FieldDecl* field) {
    const clang::QualType type = field->getType();
    if (type->isReferenceType() || type->isPointerType()) return false;
    const auto* owned = owned_alone(unit, type);
    return type_listed(*unit.models, &Library::loops, type) || (owned && unit.models->lists(&Library::loops, qualified_name(*owned)));
  });
}

bool has_thread_member(const Unit& unit, const clang::CXXRecordDecl& record) {
  return std::any_of(record.field_begin(), record.field_end(), [&](const clang::FieldDecl* field) { return has_role(unit, field->getType(), Role::thread); });
}

}  // namespace

std::map<const clang::CXXRecordDecl*, Deletion> deletions_in(const Unit& unit) {
  std::map<const clang::CXXRecordDecl*, Deletion> found;
  const auto add = [&](const clang::CXXRecordDecl* record, clang::SourceLocation at, const Function& function) {
    if (!record) return;
    const auto* own = function.class_around();
    if (own && own->getCanonicalDecl() == record->getCanonicalDecl()) return;
    found.try_emplace(record->getCanonicalDecl(), Deletion{at, &function});
  };
  for (const Function& function : unit.functions) {
    if (function.decl->isDependentContext() || function.decl->isMain() || stops_something(unit, function)) continue;
    for (const clang::CXXDeleteExpr* deletion : function.deletions) {
      const clang::QualType type = deletion->getDestroyedType();
      if (!type.isNull() && !llvm::isa<clang::CXXThisExpr>(bare(deletion->getArgument()))) add(class_of(type), deletion->getBeginLoc(), function);
    }
    for (const CallSite& call : function.calls) add(destroyed_by(unit, call), call.location(), function);
  }
  return found;
}

bool owns_loop(const Unit& unit, const clang::CXXRecordDecl& record) {
  const clang::CXXRecordDecl* definition = record.getDefinition();
  if (!definition) return false;
  if (unit.models->lists(&Library::loops, qualified_name(*definition)) || has_loop_member(unit, *definition)) return true;
  if (definition->isDependentContext()) return false;  // a base may be the same template again
  return std::any_of(definition->bases_begin(), definition->bases_end(), [&](const clang::CXXBaseSpecifier& base) {
    const clang::CXXRecordDecl* parent = class_of(base.getType());
    return parent && owns_loop(unit, *parent);
  });
}

bool waits_for_handlers(const Unit& unit, const clang::CXXRecordDecl& record) {
  if (!record.hasDefinition() || owns_loop(unit, record) || has_thread_member(unit, *record.getDefinition())) return true;
  const auto* destructor = record.getDefinition()->getDestructor();
  if (!destructor || destructor->isImplicit() || destructor->isDefaulted()) return false;
  const Function* body = unit.find(destructor);
  return !body || LeadsTo([&](const Function& each) { return stops_something(unit, each); })(unit, *body);
}

}  // namespace unblock::lint
