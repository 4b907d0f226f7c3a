#include "lint/lifetimes/emptied.h"

#include <clang/AST/ExprCXX.h>

#include <algorithm>

#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"

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

bool empties(const Lifetimes& lifetimes, const CallSite& call, const clang::ValueDecl& slot) {
  const auto names_slot = [&](const clang::Expr* expr) {
    const Object object = lifetimes.object(expr);
    return object.last() && object.last()->getCanonicalDecl() == slot.getCanonicalDecl();
  };
  if (is_assignment(call)) return !call.arguments.empty() && is_nothing(lifetimes.unit(), call.arguments[0]) && names_slot(call.object);
  const Unit& unit = lifetimes.unit();
  if (call.object && has_role(unit, call, kTakesAway)) return names_slot(call.object);
  const bool exchanges = call.moves() || has_role(unit, call, Role::swaps | Role::exchanges);
  return exchanges && std::any_of(call.arguments.begin(), call.arguments.end(), names_slot);
}

}  // namespace

bool is_assignment(const CallSite& call) { return call.object && call.callee && call.callee->getOverloadedOperator() == clang::OO_Equal; }

bool puts_in(const Unit& unit, const CallSite& call) { return is_assignment(call) || (call.object && has_role(unit, call, Role::puts_in | Role::assigns)); }

const CallSite* emptied_by(const Lifetimes& lifetimes, const clang::ValueDecl& slot) {
  for (const Function& function : lifetimes.unit().functions) {
    for (const CallSite& call : function.calls) {
      if (empties(lifetimes, call, slot)) return &call;
    }
  }
  return nullptr;
}

}  // namespace unblock::lint
