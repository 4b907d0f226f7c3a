// async-await-in-loop: independent coroutines are awaited one after another, though they could run at the same time.
#include <clang/AST/StmtCXX.h>
#include <fmt/format.h>

#include <algorithm>

#include "lint/checks/check.h"
#include "lint/extract/expressions.h"
#include "lint/extract/statements.h"
#include "lint/extract/suspends.h"
#include "lint/extract/task_type.h"
#include "lint/lifetimes/lifetimes.h"

namespace unblock::lint {
namespace {

class AwaitInLoop : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    for (const Function& function : unit.functions) {
      if (!suspends(function)) continue;
      each_statement(function.body, [&](const clang::Stmt& statement) {
        if (const auto* loop = llvm::dyn_cast<clang::CXXForRangeStmt>(&statement)) look_at(unit, loop->getBody(), loop->getLoopVariable());
        return true;
      });
    }
  }

 private:
  void look_at(const Unit& unit, const clang::Stmt* body, const clang::VarDecl* variable) {
    std::vector<const clang::CoawaitExpr*> awaits;
    bool depends = false;
    each_statement(body, [&](const clang::Stmt& part) {
      if (const auto* await = llvm::dyn_cast<clang::CoawaitExpr>(&part)) awaits.push_back(await);
      depends = depends || llvm::isa<clang::BreakStmt>(part) || llvm::isa<clang::CoreturnStmt>(part) || llvm::isa<clang::CXXTryStmt>(part);
      return true;
    });
    if (depends || awaits.size() != 1 || !variable) return;
    const CallSite* call = unit.call_of(bare(awaits[0]->getOperand()));
    if (!call || !call->callee || !task_type(unit, call->expr->getType()).coroutine || !takes_only(*call, *variable)) return;
    const std::string message = fmt::format("'{}' is awaited for one element after another", callee_name(*call));
    report(awaits[0]->getBeginLoc(), message + instead_clause("start all of them and await them together", ""));
  }

  /// A free function, or a method of the same object, that gets the element and nothing that the rounds share and change.
  static bool takes_only(const CallSite& call, const clang::VarDecl& variable) {
    if (call.object && !llvm::isa<clang::CXXThisExpr>(bare(call.object))) return false;
    const bool gets_it = std::any_of(call.arguments.begin(), call.arguments.end(), [&](const clang::Expr* argument) { return mentions(argument, variable); });
    const bool shares = std::any_of(call.callee->param_begin(), call.callee->param_end(), [](const clang::ParmVarDecl* parameter) {
      const clang::QualType type = parameter->getType();
      return type->isLValueReferenceType() && !type.getNonReferenceType().isConstQualified();
    });
    return gets_it && !shares;
  }
};

}  // namespace

std::unique_ptr<Check> make_await_in_loop(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<AwaitInLoop>(name, context, session);
}

}  // namespace unblock::lint
