#include "lint/link/pool_coroutines.h"

#include <algorithm>
#include <map>

#include "lint/extract/callable.h"
#include "lint/flow/lifetime.h"

namespace unblock::lint {
namespace {

/// The coroutine whose task an expression is: work(), a local made by work(), task.handle(), std::move(task).
const Function* coroutine_of(const Unit& unit, const clang::Expr* expr, int depth = 0) {
  if (!expr || depth > 6) return nullptr;
  expr = bare(expr);
  if (const auto* named = llvm::dyn_cast<clang::DeclRefExpr>(expr)) {
    const auto* variable = llvm::dyn_cast<clang::VarDecl>(named->getDecl());
    return variable && variable->getInit() ? coroutine_of(unit, variable->getInit(), depth + 1) : nullptr;
  }
  const CallSite* call = unit.call_of(expr);
  if (!call) return nullptr;
  const Function* callee = unit.find(call->callee);
  if (callee && callee->coroutine) return callee;
  return call->object && call->arguments.empty() ? coroutine_of(unit, call->object, depth + 1) : nullptr;
}

clang::QualType pointee(clang::QualType type) { return type->isPointerType() ? type->getPointeeType() : type; }

class PoolCoroutines {
 public:
  explicit PoolCoroutines(const Unit& unit) : unit_(unit) {}

  std::set<const Function*> run() {
    for (const HandOver& given : unit_.hand_overs) {
      const bool cut = given.runs_on == RunsOn::pool || given.runs_on == RunsOn::thread;
      for (const Target& target : given.targets) {
        if (const Function* function = unit_.find(target.decl)) (cut ? on_pool_ : on_loop_).insert(function);
      }
    }
    for (const Function& function : unit_.functions) {
      for (const CallSite& call : function.calls) look_at(function, call);
    }
    for (const Function* function : on_loop_) on_pool_.erase(function);
    if (!on_pool_.empty()) spread();
    return std::move(on_pool_);
  }

 private:
  /// pool.spawn(work()), or co_await pool.schedule() in a coroutine: its rest runs there.
  void look_at(const Function& function, const CallSite& call) {
    if (!call.object || !call.callee || llvm::isa<clang::CXXConstructorDecl>(call.callee) || !is_pool(unit_, pointee(call.object->getType()))) return;
    for (const clang::Expr* argument : call.arguments) {
      if (const Function* given = coroutine_of(unit_, argument)) on_pool_.insert(given);
    }
    if (call.arguments.empty() && is_awaited(function, call)) on_pool_.insert(&function);
  }

  static bool is_awaited(const Function& function, const CallSite& call) {
    return std::any_of(function.suspensions.begin(), function.suspensions.end(), [&](const clang::Expr* suspension) {
      const auto* await = llvm::dyn_cast<clang::CoawaitExpr>(suspension);
      return await && bare(await->getOperand()) == call.expr;
    });
  }

  void spread() {
    std::map<const Function*, std::set<const Function*>> callers;
    for (const Function& function : unit_.functions) {
      for (const CallSite& call : function.calls) {
        const Function* callee = call.callee ? unit_.find(call.callee) : nullptr;
        if (callee && callee->coroutine) callers[callee].insert(&function);
      }
    }
    for (bool changed = true; changed;) {
      changed = false;
      for (const auto& [callee, by] : callers) {
        const bool only_pool = std::all_of(by.begin(), by.end(), [&](const Function* f) { return on_pool_.count(f) != 0; });
        if (only_pool && on_loop_.count(callee) == 0) changed |= on_pool_.insert(callee).second;
      }
    }
  }

  const Unit& unit_;
  std::set<const Function*> on_pool_, on_loop_;
};

}  // namespace

std::set<const Function*> coroutines_on_pools(const Unit& unit) { return PoolCoroutines(unit).run(); }

}  // namespace unblock::lint
