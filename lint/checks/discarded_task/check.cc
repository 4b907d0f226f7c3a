// async-discarded-task: what stands for running work is thrown away at once: a std::async that waits right there, a deferred operation
// that never starts.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lint/checks/check.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/has_role.h"
#include "lint/extract/statements.h"
#include "lint/flow/fate.h"
#include "lint/lifetimes/lifetimes.h"

namespace unblock::lint {
namespace {

class DiscardedTask : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    const auto on_loop = functions_on_loop(unit);
    for (const Function& function : unit.functions) {
      if (function.decl->isDependentContext()) continue;
      for (const CallSite& call : function.calls) {
        const bool async = has_role(unit, call, Role::starts_async);
        if (llvm::isa<clang::CXXConstructExpr>(call.expr) || (!async && !has_role(unit, call.expr->getType(), Role::deferred_operation))) continue;
        const FateOf fate = fate_of(unit, function, call.expr);
        if (fate.fate == Fate::discarded) say(call, async);
        if (async && fate.fate == Fate::kept && on_loop.count(&function) != 0 && is_forgotten(unit, function, call, *fate.variable)) say_waits(call, *fate.variable);
      }
    }
  }

 private:
  /// Coroutines, and the handlers that a loop certainly runs.
  static std::set<const Function*> functions_on_loop(const Unit& unit) {
    std::set<const Function*> found;
    for (const Function& function : unit.functions) {
      if (function.coroutine) found.insert(&function);
    }
    for (const HandOver& given : unit.hand_overs) {
      for (const Target& target : given.targets) {
        if (target.certain && given.runs_on == RunsOn::loop) found.insert(unit.find(target.decl));
      }
    }
    return found;
  }

  /// A future that nobody asks for anything, of work that does not wait for being asked.
  static bool is_forgotten(const Unit& unit, const Function& function, const CallSite& call, const clang::VarDecl& future) {
    const bool deferred = std::any_of(call.arguments.begin(), call.arguments.end(), [&](const clang::Expr* argument) { return has_role(unit, plainly_named(argument), Role::deferred_policy); });
    return !deferred && std::none_of(function.references.begin(), function.references.end(), [&](const clang::DeclRefExpr* name) { return name->getDecl() == &future; });
  }

  void say_waits(const CallSite& call, const clang::VarDecl& future) {
    const std::string message = fmt::format("'{}' dies with its scope, and its destructor waits there for the work", future.getNameAsString());
    report(call.location(), message + instead_clause("a thread pool of the program", ""));
  }

  void say(const CallSite& call, bool async) {
    const std::string message = async ? "the future of 'async' dies at once, and its destructor waits here for the work"
                                      : fmt::format("'{}' is deferred and thrown away: it never starts", callee_name(call));
    report(call.location(), message + instead_clause(async ? "keep the future" : "co_await it, or give it a handler", ""));
  }
};

}  // namespace

std::unique_ptr<Check> make_discarded_task(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<DiscardedTask>(name, context, session);
}

}  // namespace unblock::lint
