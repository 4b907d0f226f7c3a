// async-loop-use: a loop is run before it has work, or run again without restart(), and so returns at once.
#include <clang/AST/DeclTemplate.h>
#include <clang/AST/ExprCXX.h>
#include <clang/Basic/SourceManager.h>
#include <fmt/format.h>

#include <algorithm>

#include "lint/checks/check.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"
#include "lint/extract/statements.h"
#include "lint/flow/lifetime.h"
#include "lint/lifetimes/lifetimes.h"

namespace unblock::lint {
namespace {

bool is_loop(const Unit& unit, clang::QualType type) {
  if (type->isPointerType()) type = type->getPointeeType();
  return has_role(unit, type, Role::restartable_loop);
}

/// Whether a class, or one among its template arguments, has the role.
bool mentions_role(const Unit& unit, clang::QualType type, Role role) {
  if (has_role(unit, type, role)) return true;
  const auto* special = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(class_of(type));
  return special && llvm::any_of(special->getTemplateArgs().asArray(), [&](const clang::TemplateArgument& argument) {
           return argument.getKind() == clang::TemplateArgument::Type && mentions_role(unit, argument.getAsType(), role);
         });
}

class LoopUse : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    lifetimes_ = &lifetimes(unit);
    for (const Function& function : unit.functions) {
      if (function.decl->isDependentContext()) continue;
      for (const CallSite& call : function.calls) {
        if (has_role(unit, call, Role::runs_loop) && call.object && is_loop(unit, call.object->getType())) run_again(function, call);
      }
      for (const clang::VarDecl* local : function.locals) {
        if (local->hasLocalStorage() && !local->getType()->isReferenceType() && is_loop(unit, local->getType())) run_early(unit, function, *local);
      }
    }
    for (const HandOver& given : unit.hand_overs) {
      const Function* home = given.call->in;
      const auto* constructor = home ? llvm::dyn_cast<clang::CXXConstructorDecl>(home->decl) : nullptr;
      if (constructor && given.runs_on == RunsOn::thread && !constructor->isDependentContext()) run_in_constructor(given, *home, *constructor->getParent());
    }
  }

 private:
  /// io.run(); …; io.run(); the second returns at once, unless restart() stands between.
  void run_again(const Function& function, const CallSite& first) {
    const Unit& unit = lifetimes_->unit();
    const Object loop = lifetimes_->object(first.object);
    if (!loop) return;
    bool got_work = false;
    lifetimes_->flow(function).after(first.expr, [&](const FlowPoint& point) {
      const auto* expr = llvm::dyn_cast_or_null<clang::Expr>(point.statement);
      if (point.statement && changes(unit, *point.statement, loop)) return Step::stop;
      const CallSite* call = expr ? unit.call_of(expr) : nullptr;
      got_work = got_work || (call && std::any_of(call->arguments.begin(), call->arguments.end(), [&](const clang::Expr* argument) { return lifetimes_->object(argument) == loop; }));
      if (!call || !call->object || (call == &first && !got_work) || !(lifetimes_->object(call->object) == loop)) return Step::go_on;
      if (has_role(unit, *call, Role::restarts_loop)) return Step::stop;
      if (!has_role(unit, *call, Role::runs_loop)) return Step::go_on;
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
        if (body && body->lambda && only_runs(unit, *body, loop)) thread = given.call;
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

  /// Server() : thread_([this] { io_.run(); }) {}, where only later methods give the loop anything.
  void run_in_constructor(const HandOver& given, const Function& constructor, const clang::CXXRecordDecl& record) {
    const Unit& unit = lifetimes_->unit();
    for (const clang::FieldDecl* field : record.fields()) {
      if (field->getType()->isReferenceType() || field->getType()->isPointerType() || !is_loop(unit, field->getType())) continue;
      const bool runs = std::any_of(given.targets.begin(), given.targets.end(), [&](const Target& target) {
        const Function* body = unit.find(target.decl);
        return body && body->lambda && only_runs(unit, *body, *field);
      });
      if (!runs || holds_work(unit, record) || may_get_work(constructor, *given.call, *field)) continue;
      const CallSite* later = first_work(constructor, *field);
      if (!later) continue;
      const std::string message = fmt::format("'{}' may run out of work before it has got any, and this thread ends", field->getNameAsString());
      if (report(given.call->location(), message + instead_clause("a work guard, or start the thread later", ""))) note(later->location(), "work comes here");
    }
  }

  /// A member that keeps the loop busy: executor_work_guard, optional<io_context::work>.
  static bool holds_work(const Unit& unit, const clang::CXXRecordDecl& record) {
    return std::any_of(record.field_begin(), record.field_end(), [&](const clang::FieldDecl* field) { return mentions_role(unit, field->getType(), Role::work_guard); });
  }

  /// Whether a constructor may start anything besides the thread: a timer that is only made is no work.
  bool may_get_work(const Function& constructor, const CallSite& thread, const clang::FieldDecl& loop) const {
    const Unit& unit = lifetimes_->unit();
    return std::any_of(constructor.calls.begin(), constructor.calls.end(), [&](const CallSite& call) {
      if (&call == &thread || is_inside(unit, constructor, *call.expr, thread)) return false;
      if (!llvm::isa<clang::CXXConstructExpr>(call.expr)) return !call.callee || !call.callee->isOverloadedOperator();
      if (type_listed(*unit.models, &Library::io_objects, call.expr->getType())) return false;
      return std::any_of(call.arguments.begin(), call.arguments.end(), [&](const clang::Expr* argument) { return mentions(argument, loop); });
    });
  }

  /// A method that gives the loop to something.
  const CallSite* first_work(const Function& constructor, const clang::FieldDecl& loop) const {
    for (const Function& function : lifetimes_->unit().functions) {
      if (&function == &constructor) continue;
      for (const CallSite& call : function.calls) {
        const bool gives = std::any_of(call.arguments.begin(), call.arguments.end(), [&](const clang::Expr* argument) { return mentions(argument, loop); });
        if (gives) return &call;
      }
    }
    return nullptr;
  }

  static bool only_runs(const Unit& unit, const Function& body, const clang::ValueDecl& loop) {
    return body.calls.size() == 1 && has_role(unit, body.calls.front(), Role::runs_loop) && body.calls.front().object && plainly_named(body.calls.front().object) == &loop;
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
