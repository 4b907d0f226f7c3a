#include "lint/lifetimes/beginnings.h"

#include <clang/AST/ExprCXX.h>

#include <algorithm>

#include "lint/extract/expressions.h"

namespace unblock::lint {
namespace {

using Statements = llvm::DenseSet<const clang::Stmt*>;

/// What can only run before the first of the coroutine's suspension points.
Statements before_suspensions(const Flow& flow, const Function& coroutine) {
  const Statements suspensions(coroutine.suspensions.begin(), coroutine.suspensions.end());
  Statements early, later;
  flow.after(nullptr, [&](const FlowPoint& point) {
    if (point.statement) early.insert(point.statement);
    return suspensions.contains(point.statement) ? Step::stop : Step::go_on;
  });
  for (const clang::Expr* suspension : coroutine.suspensions) {
    flow.after(suspension, [&](const FlowPoint& point) {
      const bool is_new = point.statement == nullptr || later.insert(point.statement).second;
      return is_new ? Step::go_on : Step::stop;
    });
  }
  for (const clang::Stmt* statement : later) early.erase(statement);
  return early;
}

bool waits_for_others(const facts::Call& call) {
  return std::any_of(call.waits.begin(), call.waits.end(), [](const facts::Wait& wait) { return wait.sync_wait; });
}

/// sync_wait(work()), auto task = work(); sync_wait(task)
const clang::Expr* task_given(const clang::Expr* argument) {
  const clang::Expr* inner = bare(argument);
  const auto* name = llvm::dyn_cast<clang::DeclRefExpr>(inner);
  const auto* local = name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
  return local && local->isLocalVarDecl() && local->getInit() ? bare(local->getInit()) : inner;
}

/// Where a destructor runs, its expression, which made the object, does not say.
bool ends_a_life(const CallSite& call) { return llvm::isa_and_nonnull<clang::CXXDestructorDecl>(call.callee); }

void mark_before_suspension(const Lifetimes& lifetimes, const FunctionOrigin& origin, facts::Function& function) {
  if (!function.coroutine || function.calls.empty() || !lifetimes.flow(*origin.function).valid()) return;
  const Statements early = before_suspensions(lifetimes.flow(*origin.function), *origin.function);
  for (std::size_t i = 0; i < function.calls.size(); ++i) {
    const CallSite& site = *origin.calls[i].site;
    function.calls[i].before_suspension = !ends_a_life(site) && early.contains(site.expr);
  }
}

/// co_await file.async_read(…), by the models
bool resumes_on_pool(const Unit& unit, const clang::Expr* suspension) {
  const auto* await = llvm::dyn_cast<clang::CoawaitExpr>(suspension);
  const CallSite* call = await ? unit.call_of(bare(await->getOperand())) : nullptr;
  if (!call) return false;
  const FunctionNames names = unit.names_of(*call);
  return std::any_of(names.qualified.begin(), names.qualified.end(), [&](const std::string& name) { return unit.models->lists(&Library::resumes_on_pool, name); });
}

/// What may come after one of `starts` (null: the beginning) with no suspension in between.
Statements next_after(const Flow& flow, const Function& coroutine, const std::vector<const clang::Expr*>& starts) {
  const Statements suspensions(coroutine.suspensions.begin(), coroutine.suspensions.end());
  Statements reached;
  for (const clang::Expr* start : starts) {
    flow.after(start, [&](const FlowPoint& point) {
      if (point.statement) reached.insert(point.statement);
      return suspensions.contains(point.statement) ? Step::stop : Step::go_on;
    });
  }
  return reached;
}

void mark_after_pool(const Lifetimes& lifetimes, const FunctionOrigin& origin, facts::Function& function) {
  std::vector<const clang::Expr*> pooled, others = {nullptr};
  for (const clang::Expr* suspension : origin.function->suspensions) (resumes_on_pool(lifetimes.unit(), suspension) ? pooled : others).push_back(suspension);
  if (pooled.empty()) return;
  const Flow& flow = lifetimes.flow(*origin.function);
  const Statements after_pool = next_after(flow, *origin.function, pooled), after_others = next_after(flow, *origin.function, others);
  for (std::size_t i = 0; i < function.calls.size(); ++i) {
    const CallSite& site = *origin.calls[i].site;
    function.calls[i].after_pool = !ends_a_life(site) && after_pool.contains(site.expr) && !after_others.contains(site.expr);
  }
}

void mark_waited_for(const FunctionOrigin& origin, facts::Function& function) {
  llvm::DenseSet<const clang::Expr*> given;
  for (const clang::Expr* suspension : origin.function->suspensions) {
    if (const auto* await = llvm::dyn_cast<clang::CoawaitExpr>(suspension)) given.insert(bare(await->getOperand()));
  }
  for (std::size_t i = 0; i < function.calls.size(); ++i) {
    if (!waits_for_others(function.calls[i])) continue;
    for (const clang::Expr* argument : origin.calls[i].site->arguments) given.insert(task_given(argument));
  }
  if (given.empty()) return;
  for (std::size_t i = 0; i < function.calls.size(); ++i) function.calls[i].waited_for = given.contains(origin.calls[i].site->expr);
}

}  // namespace

void mark_beginnings(const Lifetimes& lifetimes, Extraction& extraction) {
  for (std::size_t i = 0; i < extraction.origins.size(); ++i) {
    mark_before_suspension(lifetimes, extraction.origins[i], extraction.facts.functions[i]);
    mark_after_pool(lifetimes, extraction.origins[i], extraction.facts.functions[i]);
    mark_waited_for(extraction.origins[i], extraction.facts.functions[i]);
  }
}

}  // namespace unblock::lint
