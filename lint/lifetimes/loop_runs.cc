#include "lint/lifetimes/loop_runs.h"

#include <clang/AST/StmtCXX.h>

#include <algorithm>

#include "lint/extract/has_role.h"
#include "lint/extract/statements.h"

namespace unblock::lint {
namespace {

bool is_loop(const clang::Stmt& statement) {
  return llvm::isa<clang::WhileStmt>(statement) || llvm::isa<clang::ForStmt>(statement) || llvm::isa<clang::DoStmt>(statement);
}

/// catch (...) or one of a class that the errors of system calls derive from, after which the function goes on.
bool goes_on_after(const Unit& unit, const clang::CXXCatchStmt& handler) {
  const bool catches = handler.getCaughtType().isNull() || has_role(unit, handler.getCaughtType(), Role::cancellation_exception);
  return catches && !any_statement(handler.getHandlerBlock(), [](const clang::Stmt& part) {
           const auto* call = llvm::dyn_cast<clang::CallExpr>(&part);
           const clang::FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
           return llvm::isa<clang::ReturnStmt>(part) || llvm::isa<clang::BreakStmt>(part) || llvm::isa<clang::GotoStmt>(part) ||
                  llvm::isa<clang::CXXThrowExpr>(part) || (callee && callee->isNoReturn());
         });
}

bool goes_on_after(const Unit& unit, const clang::CXXTryStmt& guarded) {
  for (unsigned i = 0; i < guarded.getNumHandlers(); ++i) {
    if (goes_on_after(unit, *guarded.getHandler(i))) return true;
  }
  return false;
}

/// while (running_) { try { loop_.run(); } catch (const std::exception& error) { log(error); } }
bool is_run_again(const Unit& unit, const CallSite& run) {
  const Parents& parents = unit.parents(*run.in);
  bool caught = false;
  for (const clang::Stmt* above = parents.of(run.expr); above; above = parents.of(above)) {
    if (caught && is_loop(*above)) return true;
    const auto* guarded = llvm::dyn_cast<clang::CXXTryStmt>(above);
    caught = caught || (guarded && goes_on_after(unit, *guarded));
  }
  return false;
}

bool serves_its_function(const Lifetimes& lifetimes, const CallSite& run) {
  const auto* loop = run.object ? llvm::dyn_cast_or_null<clang::VarDecl>(lifetimes.object(run.object).last()) : nullptr;
  return loop && loop->isLocalVarDecl() && loop->hasLocalStorage() && !run.in->decl->isMain() && !run.in->lambda;
}

}  // namespace

bool in_try(const Unit& unit, const Function& function, const clang::Stmt& statement) {
  const Parents& parents = unit.parents(function);
  for (const clang::Stmt* above = parents.of(&statement); above; above = parents.of(above)) {
    if (llvm::isa<clang::CXXTryStmt>(above)) return true;
  }
  return llvm::isa_and_nonnull<clang::CXXTryStmt>(function.body);
}

bool runs_loop(const Unit& unit, const CallSite& call) {
  const auto rows = unit.models->blocking(unit.names_of(call));
  return std::any_of(rows.begin(), rows.end(), [](const BlockingRow* row) { return row->runs_loop; });
}

void add_loop_runs(const Lifetimes& lifetimes, facts::Unit& facts) {
  const Unit& unit = lifetimes.unit();
  for (const Function& function : unit.functions) {
    for (const CallSite& call : function.calls) {
      if (!runs_loop(unit, call) || serves_its_function(lifetimes, call)) continue;
      (is_run_again(unit, call) ? facts.runs_on_after_exceptions : facts.ends_with_exceptions) = true;
    }
  }
}

}  // namespace unblock::lint
