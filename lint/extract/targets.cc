#include "lint/extract/targets.h"

#include "lint/extract/callable.h"

namespace unblock::lint {
namespace {

bool called_by_qualified_name(const CallSite& call) {
  const auto* member = llvm::dyn_cast_or_null<clang::MemberExpr>(call.callee_expr ? call.callee_expr->IgnoreParens() : nullptr);
  return member && member->hasQualifier();
}

const clang::CXXMethodDecl* virtual_method(const CallSite& call) {
  const auto* method = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(call.callee);
  return method && method->isVirtual() && !called_by_qualified_name(call) ? method : nullptr;
}

void find(const Unit& unit, CallSite& call) {
  if (!call.callee) {
    if (call.callee_expr) call.targets = resolve_callable(unit, call.callee_expr).targets;
  } else if (const auto* method = virtual_method(call)) {
    const auto* certain = certain_overrider(call);
    if (unit.find(certain ? certain : method)) call.targets.push_back({certain ? certain : method, certain != nullptr});
  } else if (unit.find(call.callee)) {
    call.targets.push_back({call.callee, true});
  } else if (llvm::isa<clang::CXXOperatorCallExpr>(call.expr) && call.callee->getOverloadedOperator() == clang::OO_Call) {
    call.targets = resolve_callable(unit, call.object).targets;
  }
}

}  // namespace

const clang::CXXMethodDecl* certain_overrider(const CallSite& call) {
  const auto* method = virtual_method(call);
  return method ? method->getDevirtualizedMethod(call.object, false) : nullptr;
}

bool enters_overriders(const CallSite& call) { return virtual_method(call) && !certain_overrider(call); }

void find_targets(Unit& unit) {
  for (Function& function : unit.functions) {
    for (CallSite& call : function.calls) find(unit, call);
  }
}

}  // namespace unblock::lint
