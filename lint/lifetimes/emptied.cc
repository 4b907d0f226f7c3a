#include "lint/lifetimes/emptied.h"

#include <clang/AST/ExprCXX.h>

#include <algorithm>

#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"
#include "lint/extract/statements.h"

namespace unblock::lint {
namespace {

constexpr RoleSet kTakesAway = Role::erases | Role::takes_out | Role::clears | Role::resets | Role::swaps;

/// nullptr, {}, or a value made of nothing.
bool is_nothing(const Unit& unit, const clang::Expr* value) {
  const clang::Expr* inner = bare(value);
  if (llvm::isa<clang::CXXNullPtrLiteralExpr>(inner) || is_null(*unit.ast, inner)) return true;
  const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(inner);
  if (construct && construct->getNumArgs() == 1) return is_nothing(unit, construct->getArg(0));
  const auto* list = llvm::dyn_cast<clang::InitListExpr>(inner);
  return (construct && construct->getNumArgs() == 0) || (list && list->getNumInits() == 0) || llvm::isa<clang::CXXScalarValueInitExpr>(inner);
}

/// What `expr` names at its end, for a member that is held by value or through pointers.
const clang::ValueDecl* slot_named(const Lifetimes& lifetimes, const clang::Expr* expr) { return lifetimes.object(expr).last(); }

/// pool->set_destination(nullptr), where that keeps its argument in a member.
void add_emptied_by_callee(const Lifetimes& lifetimes, const CallSite& call, Slots& slots) {
  const Function* callee = call.object ? lifetimes.unit().find(call.callee) : nullptr;
  for (unsigned i = 0; callee && i < call.arguments.size(); ++i) {
    if (is_nothing(lifetimes.unit(), call.arguments[i])) slots.push_back(stored_by(lifetimes, *callee, i));
  }
}

}  // namespace

bool is_assignment(const CallSite& call) { return call.object && call.callee && call.callee->getOverloadedOperator() == clang::OO_Equal; }

bool puts_in(const Unit& unit, const CallSite& call) { return is_assignment(call) || (call.object && has_role(unit, call, Role::puts_in | Role::assigns)); }

const clang::ValueDecl* stored_by(const Lifetimes& lifetimes, const Function& callee, unsigned index) {
  if (index >= callee.decl->getNumParams()) return nullptr;
  const clang::ParmVarDecl& parameter = *callee.decl->getParamDecl(index);
  for (const CallSite& inner : callee.calls) {
    if (!puts_in(lifetimes.unit(), inner) || !inner.object || inner.arguments.empty() || !mentions(inner.arguments.back(), parameter)) continue;
    const Object object = lifetimes.object(inner.object);
    if (object.of_this && !object.members.empty()) return object.last();
  }
  return nullptr;
}

Slots emptied_in(const Lifetimes& lifetimes, const CallSite& call) {
  const Unit& unit = lifetimes.unit();
  Slots slots;
  if (is_assignment(call)) {
    if (!call.arguments.empty() && is_nothing(unit, call.arguments[0])) slots.push_back(slot_named(lifetimes, call.object));
  } else if (call.object && has_role(unit, call, kTakesAway)) {
    slots.push_back(slot_named(lifetimes, call.object));
  } else if (call.moves() || has_role(unit, call, Role::swaps | Role::exchanges)) {
    for (const clang::Expr* argument : call.arguments) slots.push_back(slot_named(lifetimes, argument));
  } else {
    add_emptied_by_callee(lifetimes, call, slots);
  }
  llvm::erase(slots, nullptr);
  return slots;
}

const CallSite* emptied_by(const Lifetimes& lifetimes, const clang::ValueDecl& slot, const std::function<bool(const CallSite&)>& counts) {
  for (const Function& function : lifetimes.unit().functions) {
    for (const CallSite& call : function.calls) {
      const Slots slots = emptied_in(lifetimes, call);
      const bool empties = std::any_of(slots.begin(), slots.end(), [&](const clang::ValueDecl* each) { return each->getCanonicalDecl() == slot.getCanonicalDecl(); });
      if (empties && (!counts || counts(call))) return &call;
    }
  }
  return nullptr;
}

}  // namespace unblock::lint
