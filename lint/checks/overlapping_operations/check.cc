// async-overlapping-operations: an operation that an object takes one at a time is started again before the first is done.
#include <clang/AST/StmtCXX.h>
#include <fmt/format.h>

#include "lint/checks/check.h"
#include "lint/extract/has_role.h"
#include "lint/extract/statements.h"
#include "lint/flow/lifetime.h"
#include "lint/lifetimes/starts.h"

namespace unblock::lint {
namespace {

bool runs_the_loop(const Unit& unit, const FlowPoint& point) {
  const auto* expr = llvm::dyn_cast_or_null<clang::Expr>(point.statement);
  const CallSite* call = expr ? unit.call_of(expr) : nullptr;
  return call && ((call->blocks && (call->blocks->runs_loop || call->blocks->tier == Tier::wait)) || waits_inside(unit, *call));
}

/// Asio's stackless coroutines: `yield` leaves the function, which the flow does not see.
bool is_stackless(const Unit& unit, const Function& function) {
  return any_statement(function.body, [&](const clang::Stmt& part) {
    const auto* label = llvm::dyn_cast<clang::LabelStmt>(&part);
    return label && has_role(unit, label->getDecl(), Role::stackless);
  });
}

const clang::Stmt* loop_around(const Parents& parents, const clang::Stmt* statement) {
  for (const clang::Stmt* above = parents.of(statement); above; above = parents.of(above)) {
    if (llvm::isa<clang::ForStmt>(above) || llvm::isa<clang::WhileStmt>(above) || llvm::isa<clang::DoStmt>(above) || llvm::isa<clang::CXXForRangeStmt>(above)) return above;
  }
  return nullptr;
}

class OverlappingOperations : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    lifetimes_ = &lifetimes(unit);
    Starts starts(*lifetimes_, [this](const Function& function) { return exclusive_operations(*lifetimes_, function); });
    for (const Function& function : unit.functions) {
      if (function.decl->isDependentContext()) continue;
      const auto& found = starts.in(function);
      if (found.empty() || is_stackless(unit, function)) continue;
      for (const Start& first : found) follow(function, found, first);
    }
  }

 private:
  void follow(const Function& function, const std::vector<Start>& starts, const Start& first) {
    const Unit& unit = lifetimes_->unit();
    if (lifetimes_->guarded_by_flag(function, first.call->expr)) return;
    lifetimes_->flow(function).after(first.call->expr, [&](const FlowPoint& point) {
      if (point.statement == nullptr) return Step::go_on;
      if (llvm::isa<clang::CoroutineSuspendExpr>(point.statement) || runs_the_loop(unit, point)) return Step::stop;
      if (changes(lifetimes_->unit(), *point.statement, first.object)) return Step::stop;
      for (const Start& second : starts) {
        if (second.call->expr != point.statement || !overlaps(first, second)) continue;
        if (first.call == second.call ? !waits_in_loop(function, first) : belong_together(function, first, second)) say(first, second);
        return Step::stop;
      }
      return Step::go_on;
    });
  }

  /// Whether the loop that the operation stands in waits for something on some path.
  bool waits_in_loop(const Function& function, const Start& start) const {
    const Unit& unit = lifetimes_->unit();
    const clang::Stmt* loop = loop_around(unit.parents(function), start.call->expr);
    return loop && scope_waits_after(unit, function, *start.call, loop);
  }

  static bool overlaps(const Start& first, const Start& second) {
    return first.object == second.object && first.kind == second.kind;
  }

  /// Not where each stands in a branch of its own: the conditions may leave one of them out.
  bool belong_together(const Function& function, const Start& first, const Start& second) const {
    if (lifetimes_->guarded_by_flag(function, second.call->expr)) return false;
    const Flow& flow = lifetimes_->flow(function);
    const auto stop_at = [](const Start& start) {
      return [&start](const FlowPoint& point) { return point.statement == start.call->expr ? Step::stop : Step::go_on; };
    };
    bool first_missed = false;
    flow.after(nullptr, [&](const FlowPoint& point) {
      first_missed = first_missed || point.statement == second.call->expr;
      return stop_at(first)(point);
    });
    bool second_missed = false;
    flow.after(first.call->expr, stop_at(second), [&](const clang::Stmt*) { second_missed = true; });
    return !first_missed || !second_missed;
  }

  void say(const Start& first, const Start& second) {
    const bool again = first.call == second.call;
    const std::string operation = callee_name(*second.origin);
    const std::string object = second.object.name();
    const std::string message = again ? fmt::format("'{}' starts on '{}' in each round, before the last one is done", operation, object)
                                      : fmt::format("'{}' starts on '{}' before '{}' is done", operation, object, callee_name(*first.origin));
    if (!report(second.call->location(), message + instead_clause("start the next one in the handler of the one before", ""))) return;
    if (!again) note(first.call->location(), fmt::format("the first one on '{}' starts here", object));
    if (second.origin != second.call) note(second.origin->location(), fmt::format("'{}' starts it here", callee_name(*second.call)));
  }

  const Lifetimes* lifetimes_ = nullptr;
};

}  // namespace

std::unique_ptr<Check> make_overlapping_operations(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<OverlappingOperations>(name, context, session);
}

}  // namespace unblock::lint
