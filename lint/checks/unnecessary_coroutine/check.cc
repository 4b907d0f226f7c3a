// async-unnecessary-coroutine: a coroutine that only awaits another one and returns its result costs a frame for nothing.
#include <clang/AST/StmtCXX.h>
#include <fmt/format.h>

#include <algorithm>

#include "lint/checks/check.h"
#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"
#include "lint/extract/statements.h"
#include "lint/lifetimes/lifetimes.h"

namespace unblock::lint {
namespace {

/// The await of a body that is `co_return co_await f(…);` and nothing else.
const clang::CoawaitExpr* only_await(const Function& function) {
  const auto* coroutine = llvm::dyn_cast_or_null<clang::CoroutineBodyStmt>(function.body);
  const auto* body = coroutine ? llvm::dyn_cast<clang::CompoundStmt>(coroutine->getBody()) : nullptr;
  const auto* result = body && body->size() == 1 ? llvm::dyn_cast<clang::CoreturnStmt>(body->body_front()) : nullptr;
  return result && result->getOperand() ? llvm::dyn_cast<clang::CoawaitExpr>(bare(result->getOperand())) : nullptr;
}

/// Whether an argument lives only as long as this coroutine: a temporary, or a parameter by value that is given by reference or view.
bool needs_the_frame(const Unit& unit, const clang::Expr* argument, const clang::ParmVarDecl* parameter) {
  const clang::QualType type = parameter->getType();
  if (has_role(unit, type, Role::view)) return !has_role(unit, argument->IgnoreUnlessSpelledInSource()->getType(), Role::view);
  if (!type->isReferenceType() && !type->isPointerType()) return false;
  if (llvm::isa<clang::MaterializeTemporaryExpr>(argument->IgnoreImpCasts())) return true;
  const auto* variable = llvm::dyn_cast_or_null<clang::VarDecl>(named_object(argument));
  return !variable || (variable->hasLocalStorage() && !variable->getType()->isReferenceType() && !variable->getType()->isPointerType());
}

class UnnecessaryCoroutine : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    for (const Function& function : unit.functions) {
      if (!function.coroutine || function.lambda || function.decl->isDependentContext() || function.suspensions.size() != 1) continue;
      const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function.decl);
      if (method && method->isVirtual()) continue;
      const clang::CoawaitExpr* await = only_await(function);
      const CallSite* call = await ? unit.call_of(bare(await->getOperand())) : nullptr;
      if (call && call->callee && may_return_it(unit, function, *call)) say(function, *call);
    }
  }

 private:
  static bool may_return_it(const Unit& unit, const Function& function, const CallSite& call) {
    if (!unit.ast->hasSameUnqualifiedType(call.expr->getType(), function.decl->getReturnType())) return false;
    if (call.object && !llvm::isa<clang::CXXThisExpr>(bare(call.object))) return false;
    for (unsigned i = 0; i < call.arguments.size() && i < call.callee->getNumParams(); ++i) {
      if (needs_the_frame(unit, call.arguments[i], call.callee->getParamDecl(i))) return false;
    }
    return true;
  }

  void say(const Function& function, const CallSite& call) {
    const std::string message = fmt::format("the coroutine '{}' only awaits '{}'", function.name(), callee_name(call));
    report(function.decl->getLocation(), message + instead_clause("return its task", ""));
  }
};

}  // namespace

std::unique_ptr<Check> make_unnecessary_coroutine(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<UnnecessaryCoroutine>(name, context, session);
}

}  // namespace unblock::lint
