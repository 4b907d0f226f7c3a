// async-unawaited-coroutine: the task that a call returns is thrown away, so its body never runs, or its result is lost.
#include <clang/AST/DeclTemplate.h>
#include <clang/AST/ParentMapContext.h>
#include <clang/AST/StmtCXX.h>
#include <fmt/format.h>

#include "lint/checks/check.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/task_type.h"

namespace unblock::lint {
namespace {

class UnawaitedCoroutine : public Check {
 public:
  UnawaitedCoroutine(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session)
      : Check(name, context, session), strict_void_(is_true(option("StrictVoid", "false"))) {}

  std::vector<std::pair<std::string, std::string>> options() const override {
    return {{"StrictVoid", strict_void_ ? "true" : "false"}};
  }

  void check_unit(const Unit& unit) override {
    for (const Function& function : unit.functions) {
      for (const clang::Expr* expr : function.discarded) look_at(unit, function, expr);
    }
  }

 private:
  /// Read as text: g++ and clang++ mangle clang-tidy's template for bool differently, and LLVM is built with clang++.
  static bool is_true(llvm::StringRef text) { return text == "true" || text == "1"; }

  /// Follows a thrown-away value into the operands that share its fate.
  void look_at(const Unit& unit, const Function& function, const clang::Expr* expr) {
    expr = expr->IgnoreParens();
    if (const auto* cleanups = llvm::dyn_cast<clang::ExprWithCleanups>(expr)) return look_at(unit, function, cleanups->getSubExpr());
    if (const auto* bound = llvm::dyn_cast<clang::CXXBindTemporaryExpr>(expr)) return look_at(unit, function, bound->getSubExpr());
    if (const auto* temporary = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(expr)) {
      return look_at(unit, function, temporary->getSubExpr());
    }
    if (const auto* choice = llvm::dyn_cast<clang::ConditionalOperator>(expr)) {
      look_at(unit, function, choice->getTrueExpr());
      return look_at(unit, function, choice->getFalseExpr());
    }
    if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(expr)) {
      if (binary->getOpcode() == clang::BO_Comma) look_at(unit, function, binary->getRHS());
      return;
    }
    if (const auto* cast = llvm::dyn_cast<clang::CastExpr>(expr)) {
      const bool explicit_void = llvm::isa<clang::ExplicitCastExpr>(cast) && cast->getType()->isVoidType();
      if (!explicit_void || strict_void_) look_at(unit, function, cast->getSubExpr());
      return;
    }
    if (expr->isPRValue()) judge(unit, function, expr);
  }

  void judge(const Unit& unit, const Function& function, const clang::Expr* expr) {
    if (!llvm::isa<clang::CallExpr>(expr) && !llvm::isa<clang::CoawaitExpr>(expr) && !llvm::isa<clang::CXXConstructExpr>(expr)) return;
    const TaskType type = task_type(unit, expr->getType());
    if (!type.must_be_awaited()) return;
    if (llvm::isa<clang::CXXConstructExpr>(expr) && !type.coroutine) return;
    const bool fixable = can_await(function, expr, type);
    const auto fix = fixable ? clang::FixItHint::CreateInsertion(expr->getBeginLoc(), "co_await ") : clang::FixItHint();
    if (!report(expr->getExprLoc(), message(unit, function, expr, type), fix)) return;
    explain(expr);
  }

  static std::string what(const clang::Expr* expr) {
    if (llvm::isa<clang::CoawaitExpr>(expr)) return "the awaited value is a task again, which";
    const auto* call = llvm::dyn_cast<clang::CallExpr>(expr);
    const auto* callee = call ? call->getDirectCallee() : nullptr;
    if (!callee) return "this call returns a task, which";
    const std::string name = display_name(*callee);
    return name.starts_with("this lambda") ? "this lambda returns a task, which" : fmt::format("'{}' returns a task, which", name);
  }

  static std::string message(const Unit&, const Function& function, const clang::Expr* expr, const TaskType& type) {
    const std::string instead = function.coroutine ? "co_await it, or hand it to a function that spawns it"
                                                   : "hand it to a function that spawns it, or make the caller a coroutine";
    const std::string clause = instead_clause(instead, "");
    if (type.start == TaskStart::lazy) return fmt::format("{} is thrown away before it has started: its body never runs{}", what(expr), clause);
    if (type.start == TaskStart::eager) {
      return fmt::format("{} is thrown away while it runs: its result and its exception are lost{}", what(expr), clause);
    }
    return fmt::format("{} is thrown away: nobody waits for it and its result is lost{}", what(expr), clause);
  }

  void explain(const clang::Expr* expr) {
    const auto* call = llvm::dyn_cast<clang::CallExpr>(expr);
    const auto* callee = call ? call->getDirectCallee() : nullptr;
    if (!callee || callee->getLocation().isInvalid()) return;
    note(callee->getLocation(), fmt::format("'{}' is declared here", display_name(*callee)));
  }

  /// Whether `co_await` in front of it compiles: the caller is a coroutine of the same task template, or awaits anything.
  bool can_await(const Function& function, const clang::Expr* expr, const TaskType& type) const {
    if (!function.coroutine || !type.awaitable || expr->getBeginLoc().isMacroID() || llvm::isa<clang::CoawaitExpr>(expr)) return false;
    const auto* mine = class_of(function.decl->getReturnType());
    const auto* theirs = class_of(expr->getType());
    const auto* my_template = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(mine);
    const auto* their_template = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(theirs);
    const bool same = my_template && their_template
                          ? my_template->getSpecializedTemplate() == their_template->getSpecializedTemplate()
                          : mine && theirs && mine->getCanonicalDecl() == theirs->getCanonicalDecl();
    return same && !in_catch(function, expr);
  }

  static bool in_catch(const Function& function, const clang::Expr* expr) {
    auto& parents = function.decl->getASTContext().getParentMapContext();
    clang::DynTypedNode node = clang::DynTypedNode::create(*expr);
    while (true) {
      if (node.get<clang::CXXCatchStmt>()) return true;
      if (node.get<clang::LambdaExpr>() || node.get<clang::FunctionDecl>()) return false;
      const auto above = parents.getParents(node);
      if (above.empty()) return false;
      node = above[0];
    }
  }

  bool strict_void_;
};

}  // namespace

std::unique_ptr<Check> make_unawaited_coroutine(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<UnawaitedCoroutine>(name, context, session);
}

}  // namespace unblock::lint
