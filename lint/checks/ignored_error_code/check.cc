// async-ignored-error-code: a handler acts as if its operation had succeeded, where it is also called when that was aborted or failed.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

#include "lint/checks/check.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"
#include "lint/extract/leads_to.h"
#include "lint/extract/statements.h"
#include "lint/lifetimes/starts.h"

namespace unblock::lint {
namespace {

bool is_error_code(const Unit& unit, clang::QualType type) { return has_role(unit, type, Role::error_code); }

/// The kind of an accept among the operations of a function.
constexpr const char* kAccept = "accept";

bool stands_in(const Function* inner, const Function& outer) {
  while (inner && inner != &outer) inner = inner->parent;
  return inner != nullptr;
}

class IgnoredErrorCode : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    lifetimes_ = &lifetimes(unit);
    Starts starts(*lifetimes_, [this](const Function& function) { return next_operations(function); });
    starts_ = &starts;
    std::set<const Function*> handlers;
    for (const HandOver& given : unit.hand_overs) {
      for (const Target& target : given.targets) {
        const Function* handler = target.certain && given.runs_on == RunsOn::loop ? unit.find(target.decl) : nullptr;
        if (!handler || handler->decl->isDependentContext() || !handlers.insert(handler).second) continue;
        look_at_branches(*handler);
        for (const Function* next : given_the_error(unit, *handler)) {
          if (handlers.insert(next).second) look_at_branches(*next);
        }
      }
      if (!given.call->in || given.call->in->decl->isDependentContext()) continue;
      for (const Operation& operation : lifetimes_->operations(*given.call->in)) {
        if (operation.call == given.call && operation.object) look_at(unit, given, operation);
      }
    }
  }

 private:
  /// Operations that a handler goes on with: those that are exclusive, and the next accept.
  std::vector<Start> next_operations(const Function& function) const {
    std::vector<Start> starts = exclusive_operations(*lifetimes_, function);
    for (const Operation& operation : lifetimes_->operations(function)) {
      if (operation.row->accepts && operation.pending && operation.object) starts.push_back({operation.call, operation.call, operation.object, kAccept});
    }
    return starts;
  }

  /// The functions that a handler passes its error on to: [self](error_code error, …) { self->on_guest(error, …); }
  static std::vector<const Function*> given_the_error(const Unit& unit, const Function& handler) {
    std::vector<const Function*> found;
    for (const CallSite& call : handler.calls) {
      const bool passes = std::any_of(call.arguments.begin(), call.arguments.end(), [&](const clang::Expr* argument) {
        const auto* parameter = llvm::dyn_cast_or_null<clang::ParmVarDecl>(plainly_named(bare(argument)));
        return parameter && parameter->getDeclContext() == handler.decl && is_error_code(unit, parameter->getType());
      });
      const Function* next = passes && call.targets.size() == 1 && call.targets[0].certain ? unit.find(call.targets[0].decl) : nullptr;
      if (next && !next->decl->isDependentContext()) found.push_back(next);
    }
    return found;
  }

  /// if (error) log(error); and then the next operation, as if nothing had happened. Where the other branch does the work, only an
  /// accept counts: it is what fails again.
  void look_at_branches(const Function& handler) {
    each_statement(handler.body, [&](const clang::Stmt& statement) {
      const auto* branch = llvm::dyn_cast<clang::IfStmt>(&statement);
      if (!branch) return true;
      const bool negated = is_negated(*branch->getCond());
      const clang::Stmt* failed = negated ? branch->getElse() : branch->getThen();
      const clang::Stmt* succeeded = negated ? branch->getThen() : branch->getElse();
      const clang::ParmVarDecl* error = failed ? asked_error(lifetimes_->unit(), handler, *branch->getCond()) : nullptr;
      if (error && only_reports(failed)) follow(handler, *branch, *failed, succeeded != nullptr, *error);
      return true;
    });
  }

  static bool is_negated(const clang::Expr& condition) {
    const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(bare(&condition));
    return unary && unary->getOpcode() == clang::UO_LNot;
  }

  /// The parameter of the handler in `if (error)` or `if (!error)`; null for other conditions.
  static const clang::ParmVarDecl* asked_error(const Unit& unit, const Function& handler, const clang::Expr& condition) {
    const clang::Expr* inner = bare(&condition);
    if (is_negated(condition)) inner = bare(llvm::cast<clang::UnaryOperator>(inner)->getSubExpr());
    if (const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(inner); call && llvm::isa_and_nonnull<clang::CXXConversionDecl>(call->getMethodDecl())) {
      inner = bare(call->getImplicitObjectArgument());
    }
    const clang::ValueDecl* named = plainly_named(inner);
    const auto* parameter = llvm::dyn_cast_or_null<clang::ParmVarDecl>(named);
    return parameter && parameter->getDeclContext() == handler.decl && is_error_code(unit, parameter->getType()) ? parameter : nullptr;
  }

  /// Whether a branch calls something and goes on, without leaving and without closing anything.
  static bool only_reports(const clang::Stmt* branch) {
    bool calls = false;
    const bool deals_with_it = any_statement(branch, [&](const clang::Stmt& part) {
      if (llvm::isa<clang::ReturnStmt>(part) || llvm::isa<clang::CoreturnStmt>(part) || llvm::isa<clang::CXXThrowExpr>(part)) return true;
      if (llvm::isa<clang::BreakStmt>(part) || llvm::isa<clang::ContinueStmt>(part) || llvm::isa<clang::GotoStmt>(part)) return true;
      if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(&part); binary && binary->isAssignmentOp()) return true;
      const auto* call = llvm::dyn_cast<clang::CallExpr>(&part);
      const auto* callee = call ? call->getDirectCallee() : nullptr;
      calls = calls || callee;
      if (!callee || !callee->getIdentifier()) return false;
      const std::string name = callee->getName().lower();
      return callee->isNoReturn() || name.find("close") != std::string::npos || name.find("cancel") != std::string::npos ||
             name.find("stop") != std::string::npos || name.find("shutdown") != std::string::npos || name.find("reset") != std::string::npos ||
             name.find("exit") != std::string::npos || name.find("abort") != std::string::npos || name.find("retry") != std::string::npos;
    });
    return calls && !deals_with_it;
  }

  /// From the branch on: the next operation, here or in a function that starts one for certain.
  void follow(const Function& handler, const clang::IfStmt& branch, const clang::Stmt& failed, bool has_other, const clang::ParmVarDecl& error) {
    const clang::CallExpr* last = nullptr;
    each_statement(&failed, [&](const clang::Stmt& part) {
      if (!last) last = llvm::dyn_cast<clang::CallExpr>(&part);
      return !last;
    });
    if (!last || !starts_) return;
    lifetimes_->flow(handler).after(last, [&](const FlowPoint& point) {
      if (!point.statement || llvm::isa<clang::CoroutineSuspendExpr>(point.statement)) return point.statement ? Step::stop : Step::go_on;
      for (const Start& start : starts_->in(handler)) {
        if (start.call->expr != point.statement || is_in(branch, *start.call->expr)) continue;
        const bool accepts = start.kind == kAccept;
        if (has_other && !accepts) continue;
        if (!accepts || !chooses_errors(lifetimes_->unit(), handler, branch, error)) say_goes_on(branch, start, accepts);
        return Step::stop;
      }
      return Step::go_on;
    });
  }

  static bool is_in(const clang::IfStmt& branch, const clang::Expr& expr) {
    return any_statement(&branch, [&](const clang::Stmt& part) { return &part == &expr; });
  }

  /// Whether the handler looks at the error, or at the acceptor, in other places too: it knows which failures last.
  static bool chooses_errors(const Unit& unit, const Function& handler, const clang::IfStmt& branch, const clang::ParmVarDecl& error) {
    const bool asks_again = std::any_of(handler.references.begin(), handler.references.end(), [&](const clang::DeclRefExpr* name) {
      return name->getDecl() == &error && !is_in(branch, *name);
    });
    return asks_again || asks_whether_open(unit, handler);
  }

  static bool asks_whether_open(const Unit& unit, const Function& handler) {
    return std::any_of(handler.calls.begin(), handler.calls.end(), [&](const CallSite& call) { return has_role(unit, call, Role::asks_open); });
  }

  void say_goes_on(const clang::IfStmt& branch, const Start& start, bool accepts) {
    const std::string message = accepts ? std::string("this only reports the error and accepts again: what lasts, as too many open files, is reported without end")
                                        : fmt::format("this only reports the error, and '{}' starts as if there were none", callee_name(*start.call));
    if (report(branch.getBeginLoc(), message + instead_clause(accepts ? "wait before the next accept, or return" : "return", ""))) {
      note(start.call->location(), "it goes on here");
    }
  }

  void look_at(const Unit& unit, const HandOver& given, const Operation& operation) {
    if (operation.row->accepts) return look_at_accept(unit, given, operation);
    const bool reads = operation.row->exclusive == "read";
    if (!operation.row->timer_wait && !reads) return;
    for (const Target& target : given.targets) {
      const Function* handler = target.certain ? unit.find(target.decl) : nullptr;
      if (!handler || handler->coroutine || !ignores_error(unit, *handler) || handler->calls.empty()) continue;
      if (reads ? reads_on(*handler, operation) : asks_the_timer(*handler)) {
        if (reads) say_read(given, operation);
        continue;
      }
      if (reads) continue;
      if (const CallSite* abort = aborted_by(unit, given, *handler, operation)) say_timer(given, operation, *abort);
    }
  }

  /// A handler that accepts again whatever happened, where somebody closes the acceptor: from then on it fails at once, for ever.
  void look_at_accept(const Unit& unit, const HandOver& given, const Operation& operation) {
    for (const Target& target : given.targets) {
      const Function* handler = target.certain ? unit.find(target.decl) : nullptr;
      if (!handler || handler->coroutine || !reads_on(*handler, operation) || asks_whether_open(unit, *handler)) continue;
      if (const CallSite* close = closed_by(unit, *handler, operation)) say_accept(given, operation, *close);
    }
  }

  /// A call that closes the acceptor while the loop goes on.
  const CallSite* closed_by(const Unit& unit, const Function& handler, const Operation& operation) const {
    const clang::ValueDecl* acceptor = operation.object.last();
    if (!acceptor) return nullptr;
    for (const Function& function : unit.functions) {
      if (llvm::isa<clang::CXXDestructorDecl>(function.decl) || stands_in(&function, handler) || &function == operation.call->in || stops_the_loop(unit, function)) continue;
      for (const Operation& other : lifetimes_->operations(function)) {
        if (other.row->closes && other.object.last() == acceptor) return other.call;
      }
    }
    return nullptr;
  }

  static bool stops_the_loop(const Unit& unit, const Function& function) {
    return std::any_of(function.calls.begin(), function.calls.end(), [&](const CallSite& call) {
      return has_role(unit, call, Role::ends_loop) || (call.callee && call.callee->isNoReturn());
    });
  }

  void say_accept(const HandOver& given, const Operation& operation, const CallSite& close) {
    const std::string message = fmt::format("this handler accepts again also when '{}' is closed, and fails at once, again and again", operation.object.name());
    if (!report(given.callable->getBeginLoc(), message + instead_clause("return where is_open() says no", ""))) return;
    note(close.location(), "closed here");
  }

  static bool ignores_error(const Unit& unit, const Function& handler) {
    bool takes_one = false;
    for (const clang::ParmVarDecl* parameter : handler.decl->parameters()) {
      if (!is_error_code(unit, parameter->getType())) continue;
      takes_one = true;
      for (const Function& function : unit.functions) {
        if (!stands_in(&function, handler)) continue;
        const auto uses = [&](const clang::DeclRefExpr* name) { return name->getDecl() == parameter; };
        if (std::any_of(function.references.begin(), function.references.end(), uses)) return false;
      }
    }
    return takes_one;
  }

  /// Whether the handler, or what it calls, asks when the timer is due.
  bool asks_the_timer(const Function& handler) const {
    const auto asks = [this](const Function& function) {
      const auto& operations = lifetimes_->operations(function);
      return std::any_of(operations.begin(), operations.end(), [](const Operation& each) { return each.row->asks_timer; });
    };
    return LeadsTo(asks)(lifetimes_->unit(), handler);
  }

  /// Whether the handler of a read starts the next one whatever happened: at the end of the stream it runs for ever.
  bool reads_on(const Function& handler, const Operation& operation) const {
    return std::any_of(handler.calls.begin(), handler.calls.end(), [&](const CallSite& call) {
      for (const Target& target : call.targets) {
        if (target.certain && lifetimes_->unit().find(target.decl) == operation.call->in) return !conditional(handler, call);
      }
      return false;
    });
  }

  bool conditional(const Function& handler, const CallSite& call) const {
    const Parents& parents = lifetimes_->unit().parents(handler);
    for (const clang::Stmt* above = parents.of(call.expr); above; above = parents.of(above)) {
      if (llvm::isa<clang::IfStmt>(above) || llvm::isa<clang::ConditionalOperator>(above) || llvm::isa<clang::SwitchStmt>(above)) return true;
    }
    const Flow& flow = lifetimes_->flow(handler);
    bool missed = !flow.valid();
    flow.after(
        nullptr, [&](const FlowPoint& point) { return point.statement == call.expr ? Step::stop : Step::go_on; },
        [&](const clang::Stmt*) { missed = true; });
    return missed;
  }

  /// A call that aborts the wait while it is pending: a cancel, or a new time that is set by what runs meanwhile.
  const CallSite* aborted_by(const Unit& unit, const HandOver& given, const Function& handler, const Operation& operation) const {
    const clang::ValueDecl* timer = operation.object.last();
    if (!timer || never_ends(unit, *timer)) return nullptr;
    for (const Function& function : unit.functions) {
      if (llvm::isa<clang::CXXDestructorDecl>(function.decl) || stands_in(&function, handler)) continue;
      for (const Operation& other : lifetimes_->operations(function)) {
        if (!other.row->aborts_waits || other.object.last() != timer) continue;
        const bool cancels = has_role(unit, *other.call, Role::cancels);
        if (cancels && follows_itself(function, operation)) continue;
        if (cancels || runs_in_another_handler(unit, function, given)) return other.call;
      }
    }
    return nullptr;
  }

  /// timer.expires_at(time_point::max()): nobody waits for its end, it is there to be cancelled.
  bool never_ends(const Unit& unit, const clang::ValueDecl& timer) const {
    return std::any_of(unit.functions.begin(), unit.functions.end(), [&](const Function& function) {
      const auto& operations = lifetimes_->operations(function);
      return std::any_of(operations.begin(), operations.end(), [&](const Operation& each) {
        if (!each.row->aborts_waits || each.object.last() != &timer || each.call->arguments.empty()) return false;
        return any_statement(each.call->arguments[0], [&](const clang::Stmt& part) {
          const auto* call = llvm::dyn_cast<clang::CallExpr>(&part);
          return call && has_role(unit, call->getDirectCallee(), Role::greatest);
        });
      });
    });
  }

  /// `timer.cancel(); timer.expires_after(…); timer.async_wait(…)` when nothing was pending is a habit.
  static bool follows_itself(const Function& function, const Operation& operation) { return &function == operation.call->in; }

  /// Whether a function is (called by) the handler of another operation than the wait.
  static bool runs_in_another_handler(const Unit& unit, const Function& function, const HandOver& given) {
    std::set<const Function*> callers = {&function};
    std::vector<const Function*> open = {&function};
    while (!open.empty()) {
      const Function* callee = open.back();
      open.pop_back();
      for (const Function& caller : unit.functions) {
        if (callers.count(&caller) != 0) continue;
        const bool calls = std::any_of(caller.calls.begin(), caller.calls.end(), [&](const CallSite& call) {
          return std::any_of(call.targets.begin(), call.targets.end(), [&](const Target& target) { return unit.find(target.decl) == callee; });
        });
        if (calls && callers.insert(&caller).second) open.push_back(&caller);
      }
    }
    return std::any_of(unit.hand_overs.begin(), unit.hand_overs.end(), [&](const HandOver& other) {
      if (other.call == given.call || other.runs_on != RunsOn::loop) return false;
      return std::any_of(other.targets.begin(), other.targets.end(), [&](const Target& target) { return callers.count(unit.find(target.decl)) != 0; });
    });
  }

  void say_timer(const HandOver& given, const Operation& operation, const CallSite& abort) {
    const std::string message = fmt::format("this handler of '{}' takes an aborted wait for the end of the time", operation.object.name());
    if (!report(given.callable->getBeginLoc(), message + instead_clause("return where the error is operation_aborted", ""))) return;
    note(abort.location(), fmt::format("'{}' aborts the wait, and the handler is called with an error", callee_name(abort)));
  }

  void say_read(const HandOver& given, const Operation& operation) {
    const std::string message = fmt::format("this handler of '{}' reads on without a look at the error", callee_name(*operation.call));
    if (!report(given.callable->getBeginLoc(), message + instead_clause("stop where there is an error", ""))) return;
    note(given.call->location(), "at the end of the stream this completes at once, again and again");
  }

  const Lifetimes* lifetimes_ = nullptr;
  Starts* starts_ = nullptr;
};

}  // namespace

std::unique_ptr<Check> make_ignored_error_code(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<IgnoredErrorCode>(name, context, session);
}

}  // namespace unblock::lint
