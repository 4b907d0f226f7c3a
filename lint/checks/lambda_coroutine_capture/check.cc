// async-lambda-coroutine-capture: the captures of a lambda coroutine live in the closure, which dies before the coroutine ends.
#include <fmt/format.h>

#include <algorithm>

#include "lint/checks/check.h"
#include "lint/extract/callable.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/task_type.h"
#include "lint/flow/fate.h"
#include "lint/flow/lifetime.h"
#include "lint/lifetimes/emptied.h"
#include "lint/lifetimes/holdings.h"

namespace unblock::lint {
namespace {

const clang::LambdaExpr* lambda_behind(const clang::Expr* expr, const clang::VarDecl*& variable) {
  expr = bare(expr);
  if (const auto* lambda = llvm::dyn_cast<clang::LambdaExpr>(expr)) return lambda;
  const auto* named = llvm::dyn_cast<clang::DeclRefExpr>(expr);
  const auto* local = named ? llvm::dyn_cast<clang::VarDecl>(named->getDecl()) : nullptr;
  if (!local || !local->hasLocalStorage() || local->getType()->isReferenceType() || !local->getInit()) return nullptr;
  variable = local;
  return llvm::dyn_cast<clang::LambdaExpr>(bare(local->getInit()));
}

class LambdaCoroutineCapture : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    for (const Function& function : unit.functions) {
      if (function.decl->isDependentContext()) continue;
      for (const CallSite& call : function.calls) look_at_call(unit, function, call);
    }
    for (const HandOver& given : unit.hand_overs) look_at_sink(unit, given);
    lifetimes_ = &lifetimes(unit);
    for (const Function& function : unit.functions) {
      for (const CallSite& call : function.calls) {
        if (puts_in(unit, call) && !function.decl->isDependentContext()) look_at_store(unit, call);
      }
    }
  }

 private:
  void look_at_call(const Unit& unit, const Function& function, const CallSite& call) {
    if (!call.object || !llvm::isa<clang::CXXOperatorCallExpr>(call.expr)) return;
    const clang::VarDecl* variable = nullptr;
    const clang::LambdaExpr* lambda = lambda_behind(call.object, variable);
    const Function* body = lambda ? unit.find(call.callee) : nullptr;
    if (!body || !loses_captures(*lambda, *body)) return;
    if (variable && !declared_in(*variable, function)) return;
    const FateOf fate = fate_of(unit, function, call.expr);
    if (!outlives(unit, function, call, *body, fate, variable != nullptr)) return;
    say(*lambda, variable ? call.location() : lambda->getBeginLoc(), variable, fate);
  }

  /// seastar's future::then and alike: the closure is called, dropped, and the coroutine goes on.
  void look_at_sink(const Unit& unit, const HandOver& given) {
    if (!given.row->spawns || given.row->keeps_callable) return;
    const auto* lambda = llvm::dyn_cast<clang::LambdaExpr>(bare(given.callable));
    const Function* body = lambda ? unit.find(lambda->getCallOperator()) : nullptr;
    if (!body || !loses_captures(*lambda, *body)) return;
    say(*lambda, lambda->getBeginLoc(), nullptr, {Fate::handed_over, nullptr, given.call});
  }

  /// on_bell_.push_back([title]() -> Task { … }): the closure is destroyed with the list, which somebody empties.
  void look_at_store(const Unit& unit, const CallSite& call) {
    const clang::LambdaExpr* lambda = call.arguments.empty() ? nullptr : what_it_holds(unit, call.arguments.back()).lambda;
    const Function* body = lambda ? unit.find(lambda->getCallOperator()) : nullptr;
    if (!body || !loses_captures(*lambda, *body) || !reads_capture_late(unit, *body)) return;
    const clang::ValueDecl* slot = lifetimes_->object(call.object).last();
    const auto dies = [&](const CallSite& taken) { return !goes_on_living(unit, taken, *slot); };
    const CallSite* emptied = slot ? emptied_by(*lifetimes_, *slot, dies) : nullptr;
    if (!emptied) return;
    const std::string message = fmt::format("this lambda is a coroutine whose captures die when '{}' is emptied", slot->getNameAsString());
    if (!report(lambda->getBeginLoc(), message + instead_clause("a plain lambda that calls a coroutine with the values", ""))) return;
    note(emptied->location(), "emptied here, while the coroutine may be suspended");
  }

  /// table_.emplace(key, std::move(handler)): the closure is somebody else's from there on. What takes the value of a member for a while
  /// may well be a local, with which it dies.
  static bool goes_on_living(const Unit& unit, const CallSite& taken, const clang::ValueDecl& slot) {
    if (!taken.moves()) return false;
    const Parents& parents = unit.parents(*taken.in);
    const CallSite* taker = nullptr;
    for (const clang::Stmt* above = parents.of(taken.expr); above && llvm::isa<clang::Expr>(above) && !taker; above = parents.of(above)) {
      if (const auto* call = llvm::dyn_cast<clang::CallExpr>(above)) taker = unit.call_of(call);
    }
    const auto* variable = llvm::dyn_cast<clang::VarDecl>(&slot);
    return taker && ((variable && variable->hasLocalStorage()) || puts_in(unit, *taker));
  }

  /// Whether a capture is used after the first suspension.
  static bool reads_capture_late(const Unit& unit, const Function& body) {
    if (body.suspensions.empty()) return false;
    const auto& sources = unit.ast->getSourceManager();
    return std::any_of(body.references.begin(), body.references.end(), [&](const clang::DeclRefExpr* name) {
      return name->refersToEnclosingVariableOrCapture() && sources.isBeforeInTranslationUnit(body.suspensions.front()->getEndLoc(), name->getLocation());
    });
  }

  static bool loses_captures(const clang::LambdaExpr& lambda, const Function& body) {
    if (!body.coroutine || lambda.capture_size() == 0) return false;
    return !lambda.getCallOperator()->isExplicitObjectMemberFunction();
  }

  static bool outlives(const Unit& unit, const Function& function, const CallSite& call, const Function& body, const FateOf& fate,
                       bool named) {
    switch (fate.fate) {
      case Fate::awaited:
      case Fate::unknown: return false;
      case Fate::discarded: {
        const TaskType type = task_type(unit, call.expr->getType());
        return type.start != TaskStart::lazy && !body.suspensions.empty() && !(named && scope_waits_after(unit, function, call));
      }
      case Fate::kept: return !named && is_used(function, *fate.variable);
      case Fate::assigned: return !named || !fate.variable;
      case Fate::returned: return true;
      case Fate::handed_over:
        return !(fate.taker && waits_inside(unit, *fate.taker)) && (!named || !scope_waits_after(unit, function, call));
    }
    return false;
  }

  /// A coroutine that nobody runs needs no captures; async-unawaited-local speaks about those.
  static bool is_used(const Function& function, const clang::VarDecl& task) {
    return std::any_of(function.references.begin(), function.references.end(),
                       [&](const clang::DeclRefExpr* name) { return name->getDecl() == &task; });
  }

  void say(const clang::LambdaExpr& lambda, clang::SourceLocation location, const clang::VarDecl* variable, const FateOf& fate) {
    const std::string closure = variable ? fmt::format("the lambda '{}'", variable->getNameAsString()) : "this lambda";
    const char* end = fate.fate == Fate::returned && variable ? "when this function returns"
                      : variable                              ? "at the end of its scope"
                                                              : "at the end of this statement";
    const bool reported = report(
        location, fmt::format("{} is a coroutine whose captures die {}{}", closure, end,
                              instead_clause("pass the values as parameters, or co_await the call in the same expression", "")));
    if (!reported) return;
    const auto& first = *lambda.capture_begin();
    note(first.getLocation().isValid() ? first.getLocation() : lambda.getBeginLoc(), "what is captured lives in the lambda, and the coroutine goes on without it");
    if (fate.taker && fate.taker->callee) {
      note(fate.taker->location(), fmt::format("'{}' takes the coroutine, not the lambda", display_name(*fate.taker->callee)));
    }
  }

  const Lifetimes* lifetimes_ = nullptr;
};

}  // namespace

std::unique_ptr<Check> make_lambda_coroutine_capture(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<LambdaCoroutineCapture>(name, context, session);
}

}  // namespace unblock::lint
