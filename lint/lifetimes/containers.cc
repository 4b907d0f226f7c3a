#include "lint/lifetimes/containers.h"

#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"

namespace unblock::lint {
namespace {

constexpr RoleSet kKeepsInPlace = Role::stable_container;
constexpr RoleSet kTakesOut = Role::erases | Role::takes_out | Role::clears | Role::assigns | Role::rearranges | Role::swaps;
/// What holds one thing and may be emptied: a reference to it ends with that.
constexpr RoleSet kHoldsOne = Role::optional | Role::unique_pointer;

/// Members of the object a coroutine belongs to, globals, and what it was given by reference.
bool lives_elsewhere(const Object& object) {
  if (!object) return false;
  if (object.of_this) return !object.members.empty();
  const auto* variable = llvm::dyn_cast<clang::VarDecl>(object.root);
  if (!variable) return false;
  if (variable->hasGlobalStorage()) return !variable->getType().isConstQualified();
  return !object.members.empty() && variable->getType()->isPointerType();
}

bool hands_out_held(const Unit& unit, const clang::CXXMethodDecl& method) {
  const auto kind = method.getOverloadedOperator();
  return kind == clang::OO_Star || kind == clang::OO_Arrow || has_role(unit, &method, Role::gives_held);
}

bool makes_invalid(const Unit& unit, clang::QualType container, bool iterator, const clang::CXXMethodDecl& method) {
  if (has_role(unit, container, kHoldsOne)) {
    return method.getOverloadedOperator() == clang::OO_Equal || has_role(unit, &method, Role::resets | Role::emplaces | Role::swaps);
  }
  if (has_role(unit, &method, kTakesOut)) return true;
  if (!has_role(unit, &method, Role::puts_in | Role::makes_room)) return false;
  if (has_role(unit, container, Role::grows_at_ends) && has_role(unit, &method, Role::puts_at_end)) return iterator;
  return !has_role(unit, container, kKeepsInPlace) || (iterator && has_role(unit, container, Role::hashed_container));
}

const clang::CXXMethodDecl* method_of(const CallSite& call) {
  const auto* method = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(call.callee);
  return method && call.object ? method : nullptr;
}

/// Whether two functions are the same, or made from the same template.
bool are_one(const Function& a, const Function& b) { return a.decl->getLocation() == b.decl->getLocation(); }

}  // namespace

bool is_container(const Unit& unit, clang::QualType type) { return has_role(unit, type, kKeepsInPlace | Role::moving_container); }

Borrowed borrowed_from(const Lifetimes& lifetimes, const clang::VarDecl& local) {
  const clang::QualType type = local.getType();
  const Unit& unit = lifetimes.unit();
  const bool is_view = has_role(unit, type, Role::view);
  const clang::Expr* init = local.getInit() ? bare(local.getInit()) : nullptr;
  const bool refers = type->isReferenceType() || type->isPointerType() || is_view;
  while (const auto* unary = llvm::dyn_cast_or_null<clang::UnaryOperator>(init)) init = bare(unary->getSubExpr());
  const CallSite* call = init ? unit.call_of(init) : nullptr;
  const clang::CXXMethodDecl* method = call ? method_of(*call) : nullptr;
  if (!method) {
    const bool views_all = is_view && init && is_container(unit, init->getType());
    const Object whole = views_all ? lifetimes.object(init) : Object{};
    return lives_elsewhere(whole) ? Borrowed{whole, false} : Borrowed{};
  }
  const Object container = lifetimes.object(call->object);
  if (!lives_elsewhere(container)) return {};
  if (has_role(unit, call->object->getType(), kHoldsOne)) return (type->isReferenceType() || type->isPointerType()) && hands_out_held(unit, *method) ? Borrowed{container, false} : Borrowed{};
  if (!is_container(unit, call->object->getType())) return {};
  const bool subscript = method->getOverloadedOperator() == clang::OO_Subscript;
  const bool views_all = is_view && llvm::isa<clang::CXXConversionDecl>(method);
  if (views_all || (refers && (subscript || has_role(unit, method, Role::gives_memory)))) return {container, false};
  const bool iterator = has_role(unit, method, Role::gives_iterator) && class_of(type) && !type->isReferenceType();
  return iterator ? Borrowed{container, true} : Borrowed{};
}

const CallSite* invalidated_by(const Lifetimes& lifetimes, const Borrowed& borrowed, const Function& borrower) {
  const clang::ValueDecl* container = borrowed.container.last();
  const Unit& unit = lifetimes.unit();
  const bool stays = !borrowed.iterator && has_role(unit, container->getType(), kKeepsInPlace | Role::grows_at_ends);
  for (const Function& function : unit.functions) {
    if (stays && are_one(function, borrower)) continue;
    for (const CallSite& call : function.calls) {
      const clang::CXXMethodDecl* method = method_of(call);
      if (!method || llvm::isa<clang::CXXConstructorDecl>(method)) continue;
      if (!makes_invalid(unit, container->getType(), borrowed.iterator, *method)) continue;
      const clang::ValueDecl* changed = lifetimes.object(call.object).last();
      if (changed && changed->getCanonicalDecl() == container->getCanonicalDecl()) return &call;
    }
  }
  return nullptr;
}

}  // namespace unblock::lint
