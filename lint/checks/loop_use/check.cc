// async-loop-use: a loop is run before it has work, or run again without restart(), and so returns at once.
#include <clang/AST/ExprCXX.h>
#include <fmt/format.h>

#include <algorithm>

#include "lint/checks/check.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/flow/lifetime.h"
#include "lint/lifetimes/lifetimes.h"
#include "lint/lifetimes/statements.h"

namespace unblock::lint {
namespace {

bool is_loop(const Unit& unit, clang::QualType type) {
  if (type->isPointerType()) type = type->getPointeeType();
  const auto* record = class_of(type);
  return record && record->getNameAsString() == "io_context" && type_listed(*unit.models, &Library::loops, type);
}

bool is_named(const CallSite& call, llvm::StringRef name) { return call.callee && call.callee->getIdentifier() && call.callee->getName() == name; }

class LoopUse : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    lifetimes_ = &lifetimes(unit);
    for (const Function& function : unit.functions) {
      if (function.decl->isDependentContext()) continue;
      for (const CallSite& call : function.calls) {
        if (is_named(call, "run") && call.object && is_loop(unit, call.object->getType())) run_again(function, call);
      }
      for (const clang::VarDecl* local : function.locals) {
        if (local->hasLocalStorage() && !local->getType()->isReferenceType() && is_loop(unit, local->getType())) run_early(unit, function, *local);
      }
    }
  }

 private:
  /// io.run(); …; io.run(); the second returns at once, unless restart() stands between.
  void run_again(const Function& function, const CallSite& first) {
    const Unit& unit = lifetimes_->unit();
    const Object loop = lifetimes_->object(first.object);
    if (!loop) return;
    lifetimes_->flow(function).after(first.expr, [&](const FlowPoint& point) {
      const auto* expr = llvm::dyn_cast_or_null<clang::Expr>(point.statement);
      if (point.statement && changes(*point.statement, loop)) return Step::stop;
      const CallSite* call = expr ? unit.call_of(expr) : nullptr;
      if (!call || !call->object || call == &first || !(lifetimes_->object(call->object) == loop)) return Step::go_on;
      if (is_named(*call, "restart") || is_named(*call, "reset")) return Step::stop;
      if (!is_named(*call, "run")) return Step::go_on;
      const std::string message = fmt::format("'{}' has run out of work before, and this run() returns at once", loop.name());
      if (report(call->location(), message + instead_clause("restart() first", ""))) note(first.location(), "run here before");
      return Step::stop;
    });
  }

  /// std::thread t([&] { io.run(); }); and only then the first operation.
  void run_early(const Unit& unit, const Function& function, const clang::VarDecl& loop) {
    const CallSite* thread = nullptr;
    const auto& sources = unit.ast->getSourceManager();
    for (const HandOver& given : unit.hand_overs) {
      if (given.call->in != &function || given.runs_on != RunsOn::thread) continue;
      for (const Target& target : given.targets) {
        const Function* body = unit.find(target.decl);
        if (body && body->lambda && only_runs(*body, loop)) thread = given.call;
      }
    }
    if (!thread) return;
    const clang::DeclRefExpr* later = nullptr;
    for (const clang::DeclRefExpr* name : function.references) {
      if (name->getDecl() != &loop || is_inside(unit, function, *name, *thread)) continue;
      if (sources.isBeforeInTranslationUnit(name->getBeginLoc(), thread->expr->getBeginLoc())) return;  // it may have got work
      if (!later && gives_work(unit, function, *name)) later = name;
    }
    if (!later) return;
    const std::string message = fmt::format("'{}' may run out of work before it has got any, and this thread ends", loop.getNameAsString());
    if (report(thread->location(), message + instead_clause("a work guard, or start the thread later", ""))) note(later->getBeginLoc(), "the first work comes here");
  }

  static bool only_runs(const Function& body, const clang::VarDecl& loop) {
    return body.calls.size() == 1 && is_named(body.calls.front(), "run") && body.calls.front().object && plainly_named(body.calls.front().object) == &loop;
  }

  static bool is_inside(const Unit& unit, const Function& function, const clang::Stmt& inner, const CallSite& outer) {
    const Parents& parents = unit.parents(function);
    for (const clang::Stmt* above = &inner; above; above = parents.of(above)) {
      if (above == outer.expr) return true;
    }
    return false;
  }

  /// Whether the loop is given to something here, and not only stopped or asked.
  static bool gives_work(const Unit& unit, const Function& function, const clang::DeclRefExpr& name) {
    const Parents& parents = unit.parents(function);
    const clang::Stmt* above = parents.of(&name);
    while (llvm::isa_and_nonnull<clang::ImplicitCastExpr>(above)) above = parents.of(above);
    return llvm::isa_and_nonnull<clang::CallExpr>(above) || llvm::isa_and_nonnull<clang::CXXConstructExpr>(above);
  }

  const Lifetimes* lifetimes_ = nullptr;
};

}  // namespace

std::unique_ptr<Check> make_loop_use(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<LoopUse>(name, context, session);
}

}  // namespace unblock::lint
