#include "lint/extract/slots.h"

#include <clang/AST/DeclCXX.h>

#include "lint/extract/callables.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/has_role.h"
#include "lint/extract/trail.h"

namespace unblock::lint {
namespace {

constexpr RoleSet kReachesIn = Role::gives_memory | Role::gives_iterator | Role::gives_held;
constexpr RoleSet kPutsIn = Role::puts_in | Role::assigns | Role::resets;

const clang::Expr* initialiser(const clang::ValueDecl& decl) {
  if (const auto* binding = llvm::dyn_cast<clang::BindingDecl>(&decl)) {
    const auto* whole = llvm::dyn_cast_or_null<clang::VarDecl>(binding->getDecomposedDecl());
    return whole ? whole->getInit() : nullptr;
  }
  const auto* variable = llvm::dyn_cast<clang::VarDecl>(&decl);
  return variable && variable->isLocalVarDecl() && !variable->isStaticLocal() ? variable->getInit() : nullptr;
}

bool is_slot(const clang::ValueDecl& decl) {
  if (llvm::isa<clang::FieldDecl>(decl)) return true;
  const auto* variable = llvm::dyn_cast<clang::VarDecl>(&decl);
  return variable && variable->hasGlobalStorage();
}

/// One step towards what holds the value; null at the end.
const clang::Expr* inside(const Unit& unit, const clang::Expr* expr) {
  if (const auto* operation = llvm::dyn_cast<clang::CXXOperatorCallExpr>(expr)) {
    const auto kind = operation->getOperator();
    const bool element = kind == clang::OO_Star || kind == clang::OO_Subscript || kind == clang::OO_Arrow;
    return element && operation->getNumArgs() > 0 ? operation->getArg(0) : nullptr;
  }
  if (const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(expr)) {
    return has_role(unit, call->getMethodDecl(), kReachesIn) ? call->getImplicitObjectArgument() : nullptr;
  }
  if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(expr)) return unary->getOpcode() == clang::UO_Deref ? unary->getSubExpr() : nullptr;
  if (const auto* subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(expr)) return subscript->getBase();
  if (const auto* named = llvm::dyn_cast<clang::DeclRefExpr>(expr)) return initialiser(*named->getDecl());
  const auto* member = llvm::dyn_cast<clang::MemberExpr>(expr);  // entry.second
  return member && member->getMemberDecl()->isInStdNamespace() ? member->getBase() : nullptr;
}

void add(std::vector<facts::Store>& stores, const Unit& unit, Ids& ids, const clang::ValueDecl* slot, const clang::Expr* value) {
  if (!slot || !value || !may_be_callable(*unit.ast, bare(value)->getType())) return;
  facts::Callable callable = to_facts(ids, resolve_callable(unit, value));
  if (!callable.empty()) stores.push_back({ids.of(*slot), std::move(callable)});
}

}  // namespace

const clang::ValueDecl* slot_behind(const Unit& unit, const clang::Expr* expr) {
  Trail trail;
  while (expr) {
    expr = bare(expr);
    const clang::ValueDecl* named = nullptr;
    if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(expr)) named = reference->getDecl();
    if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(expr); member && !member->getMemberDecl()->isInStdNamespace()) {
      named = member->getMemberDecl();
    }
    if (named && is_slot(*named)) return named;
    if (named && !trail.enter(named)) return nullptr;
    expr = inside(unit, expr);
  }
  return nullptr;
}

std::vector<facts::Store> stores_in(const Unit& unit, const Function& function, Ids& ids) {
  std::vector<facts::Store> stores;
  for (const CallSite& call : function.calls) {
    if (!call.callee || !call.object || !in_system_header(*unit.ast, *call.callee)) continue;
    const bool assigns = call.callee->getOverloadedOperator() == clang::OO_Equal;
    if (!assigns && !has_role(unit, call, kPutsIn)) continue;
    const clang::ValueDecl* slot = slot_behind(unit, call.object);
    for (const clang::Expr* argument : call.arguments) add(stores, unit, ids, slot, argument);
  }
  for (const Assignment& assignment : unit.assignments) {
    const bool here = assignment.in == &function && is_slot(*assignment.to);
    if (here && assignment.to->getType()->isPointerType()) add(stores, unit, ids, assignment.to, assignment.value);
  }
  if (const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(function.decl)) {
    for (const clang::CXXCtorInitializer* init : constructor->inits()) {
      if (init->isAnyMemberInitializer() && init->isWritten()) add(stores, unit, ids, init->getAnyMember(), init->getInit());
    }
  }
  return stores;
}

}  // namespace unblock::lint
