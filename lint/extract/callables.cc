#include "lint/extract/callables.h"

#include "lint/extract/task_type.h"
#include "lint/extract/trail.h"

namespace unblock::lint {
namespace {

const clang::FunctionDecl* coroutine_behind(const Unit& unit, const clang::Expr* expr, Trail& trail) {
  if (!expr) return nullptr;
  expr = bare(expr);
  if (const auto* named = llvm::dyn_cast<clang::DeclRefExpr>(expr)) {
    const auto* variable = llvm::dyn_cast<clang::VarDecl>(named->getDecl());
    return variable && variable->getInit() && trail.enter(variable) ? coroutine_behind(unit, variable->getInit(), trail) : nullptr;
  }
  const CallSite* call = unit.call_of(expr);
  if (!call) return nullptr;
  const Function* callee = unit.find(call->callee);
  if (callee && callee->coroutine) return callee->decl;
  if (!callee && call->callee && task_type(unit, expr->getType()).coroutine && !call->object) return call->callee;
  return call->object && call->arguments.empty() ? coroutine_behind(unit, call->object, trail) : nullptr;
}

}  // namespace

std::vector<facts::Target> to_facts(Ids& ids, const std::vector<Target>& targets) {
  std::vector<facts::Target> result;
  for (const Target& target : targets) result.push_back({ids.of(*target.decl), target.certain});
  return result;
}

facts::Callable to_facts(Ids& ids, const Callable& callable) {
  const clang::ValueDecl* slot = callable.parameter ? callable.parameter : callable.slot;
  return {to_facts(ids, callable.targets), slot ? ids.of(*slot) : ""};
}

std::vector<std::string> worker_names(Ids& ids, const Where& where) {
  std::vector<std::string> names;
  for (const clang::ValueDecl* worker : where.workers) {
    if (llvm::isa<clang::FieldDecl>(worker)) names.push_back(ids.of(*worker));
  }
  return names;
}

Where bound_to_executor(const Unit& unit, const Callable& callable, Where place) {
  if (!callable.executor || place.runs_on == RunsOn::thread) return place;
  const Where bound = where_executor_runs(unit, callable.executor);
  place.workers.insert(place.workers.end(), bound.workers.begin(), bound.workers.end());
  if (bound.runs_on != RunsOn::loop) place.runs_on = bound.runs_on;
  return place;
}

std::vector<Target> coroutines_made_by(const Unit& unit, const clang::Expr* argument) {
  std::vector<Target> made;
  const auto* call = llvm::dyn_cast<clang::CallExpr>(bare(argument));
  if (!call) return made;
  const auto* callee = call->getDirectCallee();
  const bool shown = callee && (unit.find(callee) || task_type(unit, call->getType()).coroutine);
  if (shown) made.push_back({callee, true});
  const auto* operation = llvm::dyn_cast<clang::CXXOperatorCallExpr>(call);
  if (operation && made.empty()) return resolve_callable(unit, operation->getArg(0)).targets;
  return made;
}

const clang::FunctionDecl* coroutine_behind(const Unit& unit, const clang::Expr* task) {
  Trail trail;
  return coroutine_behind(unit, task, trail);
}

}  // namespace unblock::lint
