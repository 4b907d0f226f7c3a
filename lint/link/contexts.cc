#include "lint/link/contexts.h"

#include <clang/AST/Attr.h>

#include <algorithm>
#include <map>
#include <set>

#include "lint/extract/callable.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/executors.h"
#include "lint/extract/readiness.h"
#include "lint/extract/sinks.h"
#include "lint/extract/task_type.h"
#include "lint/link/pool_coroutines.h"

namespace unblock::lint {
namespace {

/// A generator that never awaits runs on whatever thread asks it for its next value.
bool is_generator(const Unit& unit, const Function& function) {
  if (!task_type(unit, function.decl->getReturnType()).generator) return false;
  return std::all_of(function.suspensions.begin(), function.suspensions.end(),
                     [](const clang::Expr* suspension) { return llvm::isa<clang::CoyieldExpr>(suspension); });
}

/// What a function does with a callable parameter.
struct ParameterUse {
  bool called_now = false;        ///< calls it before it returns
  const SinkRow* sink = nullptr;  ///< hands it over
  RunsOn runs_on = RunsOn::loop;
};

class ContextFinder {
 public:
  explicit ContextFinder(Unit& unit) : unit_(unit) {}

  void run() {
    collect_sinks();
    for (int round = 0; round < 8 && spread_through_parameters(); ++round) {}
    add_contexts();
    drop_coroutines_on_pools();
  }

 private:
  void collect_sinks() {
    for (Function& function : unit_.functions) {
      for (CallSite& call : function.calls) {
        for (const SinkPosition& position : sink_positions(unit_, call)) {
          if (suspends_here(position)) {
            function.suspensions.push_back(call.expr);
          } else {
            hand_over(call, position);
          }
        }
      }
    }
    for (Function& function : unit_.functions) {
      for (CallSite& call : function.calls) note_parameter_call(function, call);
    }
  }

  /// async_read(socket, buffer, yield): a stackful coroutine waits inside of this call.
  bool suspends_here(const SinkPosition& position) const {
    return type_listed(*unit_.models, &Library::suspending_tokens, position.argument->getType());
  }

  /// A parameter that is called: at once by its own function, or later by a lambda that function handed over.
  void note_parameter_call(const Function& function, const CallSite& call) {
    if (!call.callee_expr || !call.targets.empty()) return;
    const clang::ParmVarDecl* parameter = resolve_callable(unit_, call.callee_expr).parameter;
    if (!parameter) return;
    const auto* owner = llvm::dyn_cast<clang::FunctionDecl>(parameter->getDeclContext());
    const Function* home = owner ? unit_.find(owner) : nullptr;
    if (!home) return;
    if (home == &function) {
      uses_[parameter].called_now = true;
      return;
    }
    for (const HandOver& given : unit_.hand_overs) {
      const bool runs_it = std::any_of(given.targets.begin(), given.targets.end(),
                                       [&](const Target& target) { return unit_.find(target.decl) == &function; });
      if (runs_it && given.runs_on != RunsOn::caller) {
        uses_[parameter].sink = given.row;
        uses_[parameter].runs_on = given.runs_on;
      }
    }
  }

  void hand_over(CallSite& call, const SinkPosition& position) {
    Callable callable = resolve_callable(unit_, position.argument);
    RunsOn runs_on = position.runs_on;
    if (callable.executor && runs_on != RunsOn::thread) {
      const RunsOn bound = runs_on_executor(unit_, callable.executor);
      if (bound != RunsOn::loop) runs_on = bound;
    }
    if (position.row->spawns) add_spawned_coroutine(position.argument, callable);
    if (callable.parameter) {
      auto& use = uses_[callable.parameter];
      if (runs_on == RunsOn::caller) {
        use.called_now = true;
      } else if (!use.sink) {
        use.sink = position.row;
        use.runs_on = runs_on;
      }
    }
    if (runs_on == RunsOn::caller) {
      for (const Target& target : callable.targets) call.targets.push_back(target);
    }
    unit_.hand_overs.push_back({&call, position.argument, position.row, runs_on, std::move(callable.targets)});
  }

  /// co_spawn(executor, work(), token): the coroutine object's function is what runs.
  void add_spawned_coroutine(const clang::Expr* argument, Callable& callable) {
    const auto* made = llvm::dyn_cast<clang::CallExpr>(bare(argument));
    if (!made) return;
    if (const auto* callee = made->getDirectCallee(); callee && unit_.find(callee)) callable.targets.push_back({callee, true});
    const auto* operation = llvm::dyn_cast<clang::CXXOperatorCallExpr>(made);
    if (operation && callable.targets.empty()) {
      for (const Target& target : resolve_callable(unit_, operation->getArg(0)).targets) callable.targets.push_back(target);
    }
  }

  /// Calls that pass a callable to a function whose parameter is called or handed over. True when something new was found.
  bool spread_through_parameters() {
    bool changed = false;
    for (Function& function : unit_.functions) {
      for (CallSite& call : function.calls) {
        const Function* callee = call.callee ? unit_.find(call.callee) : nullptr;
        if (!callee) continue;
        const unsigned count = std::min<unsigned>(callee->decl->getNumParams(), static_cast<unsigned>(call.arguments.size()));
        for (unsigned i = 0; i < count; ++i) {
          const auto use = uses_.find(callee->decl->getParamDecl(i));
          if (use != uses_.end()) changed |= pass_on(call, i, ParameterUse(use->second));
        }
      }
    }
    return changed;
  }

  bool pass_on(CallSite& call, unsigned index, const ParameterUse& use) {
    if (!passed_.insert({call.expr, index}).second) return false;
    const clang::Expr* argument = call.arguments[index];
    if (use.called_now) {
      Callable callable = resolve_callable(unit_, argument);
      for (const Target& target : callable.targets) call.targets.push_back(target);
      if (callable.parameter) uses_[callable.parameter].called_now = true;
    }
    if (use.sink) hand_over(call, {argument, use.sink, use.runs_on});
    return true;
  }

  void add_contexts() {
    std::set<const Function*> known;
    for (const Function& function : unit_.functions) {
      if (function.coroutine && !is_generator(unit_, function)) {
        add({&function, ContextKind::coroutine, nullptr, "", awaits_readiness(unit_, function)}, known);
      }
      for (const auto* attribute : function.decl->specific_attrs<clang::AnnotateAttr>()) {
        if (attribute->getAnnotation() == "unblock::async") add({&function, ContextKind::annotated, nullptr, "", false}, known);
      }
    }
    for (const HandOver& given : unit_.hand_overs) {
      if (given.runs_on != RunsOn::loop) continue;
      for (const Target& target : given.targets) {
        const Function* function = unit_.find(target.decl);
        if (!function) continue;
        const bool ready = is_readiness(unit_, *given.call) || awaits_readiness(unit_, *function);
        add({function, ContextKind::callback, given.call, sink_name(*given.call), ready}, known);
      }
    }
  }

  void add(AsyncContext context, std::set<const Function*>& known) {
    if (known.insert(context.function).second) unit_.contexts.push_back(std::move(context));
  }

  static std::string sink_name(const CallSite& call) {
    return call.callee ? display_name(*call.callee) : "a callback parameter";
  }

  void drop_coroutines_on_pools() {
    const std::set<const Function*> on_pool = coroutines_on_pools(unit_);
    if (on_pool.empty()) return;
    std::erase_if(unit_.contexts, [&](const AsyncContext& context) {
      return context.kind == ContextKind::coroutine && on_pool.count(context.function) != 0;
    });
  }

  Unit& unit_;
  std::map<const clang::ParmVarDecl*, ParameterUse> uses_;
  std::set<std::pair<const clang::Expr*, unsigned>> passed_;
};

class Linker {
 public:
  explicit Linker(Unit& unit) : unit_(unit) {
    for (const Function& function : unit_.functions) {
      const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function.decl);
      if (!method) continue;
      for (const auto* overridden : method->overridden_methods()) {
        overriders_[overridden->getCanonicalDecl()].push_back(method);
      }
    }
  }

  void link(CallSite& call) {
    if (!call.callee) {
      if (call.callee_expr) call.targets = resolve_callable(unit_, call.callee_expr).targets;
      return;
    }
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(call.callee);
    if (method && method->isVirtual() && !called_by_qualified_name(call)) return link_virtual(call, *method);
    if (unit_.find(call.callee)) {
      call.targets.push_back({call.callee, true});
    } else if (llvm::isa<clang::CXXOperatorCallExpr>(call.expr) && call.callee->getOverloadedOperator() == clang::OO_Call) {
      call.targets = resolve_callable(unit_, call.object).targets;
    }
  }

 private:
  static bool called_by_qualified_name(const CallSite& call) {
    const auto* member = llvm::dyn_cast_or_null<clang::MemberExpr>(call.callee_expr ? call.callee_expr->IgnoreParens() : nullptr);
    return member && member->hasQualifier();
  }

  void link_virtual(CallSite& call, const clang::CXXMethodDecl& method) {
    if (const auto* certain = method.getDevirtualizedMethod(call.object, false)) {
      if (unit_.find(certain)) call.targets.push_back({certain, true});
      return;
    }
    if (unit_.find(&method)) call.targets.push_back({&method, false});
    add_overriders(call, method, 0);
  }

  void add_overriders(CallSite& call, const clang::CXXMethodDecl& method, int depth) {
    const auto found = overriders_.find(method.getCanonicalDecl());
    if (found == overriders_.end() || depth > 8) return;
    for (const auto* overrider : found->second) {
      call.targets.push_back({overrider, false});
      add_overriders(call, *overrider, depth + 1);
    }
  }

  Unit& unit_;
  std::map<const clang::CXXMethodDecl*, std::vector<const clang::CXXMethodDecl*>> overriders_;
};

}  // namespace

void link_calls(Unit& unit) {
  Linker linker(unit);
  for (Function& function : unit.functions) {
    for (CallSite& call : function.calls) linker.link(call);
  }
}

void find_contexts(Unit& unit) { ContextFinder(unit).run(); }

}  // namespace unblock::lint
