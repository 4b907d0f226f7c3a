// async-throwing-call: a call that throws when the other side goes away, in a handler that nobody guards.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "lint/checks/check.h"
#include "lint/extract/decl_names.h"
#include "lint/lifetimes/lifetimes.h"
#include "lint/lifetimes/loop_runs.h"
#include "lint/link/excuses.h"

namespace unblock::lint {
namespace {

class ThrowingCall : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    const Lifetimes& lifetimes = this->lifetimes(unit);
    const auto handlers = handlers_of(unit);
    if (handlers.empty() || runs_in_try(unit)) return;
    for (const Function& function : unit.functions) {
      const auto handler = handlers.find(&function);
      if (handler == handlers.end() || is_nothrow(function)) continue;
      for (const Operation& operation : lifetimes.operations(function)) {
        if (operation.row->throws && !in_try(unit, function, *operation.call->expr)) say(*handler->second, operation);
      }
    }
  }

 private:
  /// Functions that run as handlers or are called by one, each with the hand-over; guarded calls do not count.
  static std::map<const Function*, const HandOver*> handlers_of(const Unit& unit) {
    std::map<const Function*, const HandOver*> found;
    std::vector<const Function*> open;
    for (const HandOver& given : unit.hand_overs) {
      if (given.runs_on != RunsOn::loop || given.row->spawns) continue;
      for (const Target& target : given.targets) {
        const Function* handler = unit.find(target.decl);
        if (handler && !handler->coroutine && found.try_emplace(handler, &given).second) open.push_back(handler);
      }
    }
    while (!open.empty()) {
      const Function* function = open.back();
      open.pop_back();
      for (const CallSite& call : function->calls) {
        for (const Target& target : call.targets) {
          const Function* next = target.certain ? unit.find(target.decl) : nullptr;
          if (!next || next->coroutine || in_try(unit, *function, *call.expr)) continue;
          if (found.try_emplace(next, found[function]).second) open.push_back(next);
        }
      }
    }
    return found;
  }

  /// Whether the unit runs a loop inside `try`: then somebody expects handlers to throw.
  static bool runs_in_try(const Unit& unit) {
    return std::any_of(unit.functions.begin(), unit.functions.end(), [&](const Function& function) {
      return std::any_of(function.calls.begin(), function.calls.end(), [&](const CallSite& call) {
        return runs_loop(unit, call) && in_try(unit, function, *call.expr);
      });
    });
  }

  /// What throws out of these ends the program, which may be meant.
  static bool is_nothrow(const Function& function) {
    const auto* type = function.decl->getType()->getAs<clang::FunctionProtoType>();
    return type && type->isNothrow();
  }

  void say(const HandOver& given, const Operation& operation) {
    const std::string name = callee_name(*operation.call);
    const std::string message = fmt::format("'{}' throws in a handler when the peer has gone, and nothing here catches it", name);
    if (!report_unless({excused_if_loops_run_on()}, operation.call->location(), message + instead_clause(operation.row->instead, ""))) return;
    note(given.call->location(), fmt::format("'{}' runs the handler", callee_name(*given.call)));
  }
};

}  // namespace

std::unique_ptr<Check> make_throwing_call(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<ThrowingCall>(name, context, session);
}

}  // namespace unblock::lint
