// async-await-in-cleanup: a destructor waits for a coroutine, or starts one that goes on with an object that is gone.
#include <fmt/format.h>

#include <algorithm>

#include "lint/checks/check.h"
#include "lint/extract/task_type.h"
#include "lint/flow/lifetime.h"
#include "lint/lifetimes/holdings.h"
#include "lint/lifetimes/lifetimes.h"

namespace unblock::lint {
namespace {

class AwaitInCleanup : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    for (const Function& function : unit.functions) {
      if (!llvm::isa<clang::CXXDestructorDecl>(function.decl) || function.decl->isDependentContext()) continue;
      for (const CallSite& call : function.calls) {
        if (waits_for_task(unit, call)) say_wait(call);
      }
    }
    for (const HandOver& given : unit.hand_overs) {
      const Function* home = given.call->in;
      if (home && llvm::isa<clang::CXXDestructorDecl>(home->decl)) look_at(unit, *home, given);
    }
  }

 private:
  static bool waits_for_task(const Unit& unit, const CallSite& call) {
    if (!call.blocks || !call.blocks->sync_wait) return false;
    return std::any_of(call.arguments.begin(), call.arguments.end(), [&](const clang::Expr* argument) {
      const TaskType type = task_type(unit, argument->getType());
      return type.coroutine && !type.generator;
    });
  }

  void look_at(const Unit& unit, const Function& home, const HandOver& given) {
    if (given.runs_on == RunsOn::caller || home.decl->isDependentContext() || scope_waits_after(unit, home, *given.call)) return;
    const Holdings holdings = what_it_holds(unit, given.callable);
    const bool uses_this = std::any_of(holdings.held.begin(), holdings.held.end(), [](const Held& held) { return held.is_this; });
    if (!uses_this) return;
    const std::string message = fmt::format("this destructor starts '{}' with a handler that uses the destroyed object", callee_name(*given.call));
    report(holdings.written->getBeginLoc(), message + instead_clause("a close() that is awaited before, or what the handler needs by value", ""));
  }

  void say_wait(const CallSite& call) {
    const std::string message = fmt::format("this destructor waits in '{}' for a coroutine, which may need the same thread", callee_name(call));
    report(call.location(), message + instead_clause("a close() coroutine that is awaited before", ""));
  }
};

}  // namespace

std::unique_ptr<Check> make_await_in_cleanup(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<AwaitInCleanup>(name, context, session);
}

}  // namespace unblock::lint
