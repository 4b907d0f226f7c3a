#include "lint/lifetimes/emptied.h"

#include <clang/AST/ExprCXX.h>

#include <algorithm>

#include "lint/extract/expressions.h"

namespace unblock::lint {
namespace {

bool is_named(const CallSite& call, std::initializer_list<llvm::StringRef> names) {
  return call.callee && call.callee->getIdentifier() && std::find(names.begin(), names.end(), call.callee->getName()) != names.end();
}

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
  const bool takes_out = is_named(call, {"swap", "clear", "reset", "erase", "pop", "pop_front", "pop_back", "extract"});
  if (takes_out && call.object) return names_slot(call.object);
  return is_named(call, {"swap", "exchange", "move"}) && std::any_of(call.arguments.begin(), call.arguments.end(), names_slot);
}

}  // namespace

bool is_assignment(const CallSite& call) { return call.object && call.callee && call.callee->getOverloadedOperator() == clang::OO_Equal; }

bool puts_in(const CallSite& call) {
  return is_assignment(call) || (call.object && is_named(call, {"push_back", "emplace_back", "insert", "emplace", "push", "assign", "push_front",
                                                                "emplace_front", "try_emplace", "insert_or_assign"}));
}

const CallSite* emptied_by(const Lifetimes& lifetimes, const clang::ValueDecl& slot) {
  for (const Function& function : lifetimes.unit().functions) {
    for (const CallSite& call : function.calls) {
      if (empties(lifetimes, call, slot)) return &call;
    }
  }
  return nullptr;
}

}  // namespace unblock::lint
