// async-swallowed-cancellation: a loop catches what its waits throw, the cancellation too, and goes on for ever.
#include <clang/AST/StmtCXX.h>

#include "lint/checks/check.h"
#include "lint/extract/has_role.h"
#include "lint/extract/statements.h"
#include "lint/extract/suspends.h"

namespace unblock::lint {
namespace {

bool is_endless(const clang::Stmt& loop) {
  const clang::Expr* condition = nullptr;
  if (const auto* loop_for = llvm::dyn_cast<clang::ForStmt>(&loop)) condition = loop_for->getCond();
  else if (const auto* loop_while = llvm::dyn_cast<clang::WhileStmt>(&loop)) condition = loop_while->getCond();
  else if (const auto* loop_do = llvm::dyn_cast<clang::DoStmt>(&loop)) condition = loop_do->getCond();
  else return false;
  if (!condition) return true;
  const clang::Expr* value = condition->IgnoreParenImpCasts();
  if (const auto* number = llvm::dyn_cast<clang::IntegerLiteral>(value)) return number->getValue() != 0;
  const auto* literal = llvm::dyn_cast<clang::CXXBoolLiteralExpr>(value);
  return literal && literal->getValue();
}

/// catch (...), or one of the classes that a cancellation is thrown as.
bool catches_cancellation(const Unit& unit, const clang::CXXCatchStmt& handler) {
  return handler.getCaughtType().isNull() || has_role(unit, handler.getCaughtType(), Role::cancellation_exception);
}

/// Whether a handler leaves the loop, throws on, or asks whether this was a cancellation.
bool deals_with_it(const clang::Stmt* handler) {
  return any_statement(handler, [](const clang::Stmt& part) {
    if (llvm::isa<clang::CXXThrowExpr>(part) || llvm::isa<clang::BreakStmt>(part) || llvm::isa<clang::ReturnStmt>(part)) return true;
    if (llvm::isa<clang::CoreturnStmt>(part) || llvm::isa<clang::GotoStmt>(part)) return true;
    const auto* expr = llvm::dyn_cast<clang::Expr>(&part);
    const clang::ValueDecl* named = expr ? plainly_named(expr) : nullptr;
    if (!named) return false;
    const std::string name = llvm::StringRef(named->getNameAsString()).lower();
    return name.find("abort") != std::string::npos || name.find("cancel") != std::string::npos || name.find("stop") != std::string::npos ||
           name.find("exit") != std::string::npos || name.find("terminate") != std::string::npos || name.find("rethrow") != std::string::npos;
  });
}

class SwallowedCancellation : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    for (const Function& function : unit.functions) {
      if (!suspends(function)) continue;
      each_statement(function.body, [&](const clang::Stmt& statement) {
        if (const auto* attempt = llvm::dyn_cast<clang::CXXTryStmt>(&statement)) look_at(unit, function, *attempt);
        return true;
      });
    }
  }

 private:
  void look_at(const Unit& unit, const Function& function, const clang::CXXTryStmt& attempt) {
    const Parents& parents = unit.parents(function);
    const clang::Stmt* loop = parents.of(&attempt);
    while (loop && (llvm::isa<clang::CompoundStmt>(loop) || llvm::isa<clang::IfStmt>(loop))) loop = parents.of(loop);
    if (!loop || !is_endless(*loop)) return;
    const clang::Stmt* suspension = nullptr;
    each_statement(attempt.getTryBlock(), [&](const clang::Stmt& part) {
      if (!suspension && llvm::isa<clang::CoawaitExpr>(part)) suspension = &part;
      return !suspension;
    });
    if (!suspension || asks_elsewhere(*loop, attempt)) return;
    for (unsigned i = 0; i < attempt.getNumHandlers(); ++i) {
      const clang::CXXCatchStmt* handler = attempt.getHandler(i);
      if (deals_with_it(handler->getHandlerBlock())) return;
      if (!catches_cancellation(unit, *handler)) continue;
      const std::string message = "this catches the cancellation of the wait too, and the loop goes on for ever";
      if (report(handler->getCatchLoc(), message + instead_clause("throw on where it is operation_aborted", ""))) note(suspension->getBeginLoc(), "a cancellation is thrown here");
      return;
    }
  }

  /// Whether the loop asks a stop flag outside of the try.
  static bool asks_elsewhere(const clang::Stmt& loop, const clang::CXXTryStmt& attempt) {
    bool asks = false;
    each_statement(&loop, [&](const clang::Stmt& part) {
      if (&part == &attempt) return false;
      asks = asks || llvm::isa<clang::BreakStmt>(part) || llvm::isa<clang::CoreturnStmt>(part);
      return true;
    });
    return asks;
  }
};

}  // namespace

std::unique_ptr<Check> make_swallowed_cancellation(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<SwallowedCancellation>(name, context, session);
}

}  // namespace unblock::lint
