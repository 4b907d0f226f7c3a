// async-io-object-lifetime: a timer, resolver or socket dies with an operation pending, or outlives the loop it belongs to.
#include <clang/AST/DeclTemplate.h>
#include <clang/Basic/SourceManager.h>
#include <fmt/format.h>

#include <algorithm>

#include "lint/checks/check.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"
#include "lint/extract/statements.h"
#include "lint/flow/lifetime.h"
#include "lint/lifetimes/holdings.h"
#include "lint/lifetimes/lifetimes.h"

namespace unblock::lint {
namespace {

/// The type itself, or what a smart pointer or an optional holds.
clang::QualType held_type(const Unit& unit, clang::QualType type) {
  const auto* record = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(class_of(type));
  const bool holder = has_role(unit, record, Role::smart_pointer | Role::optional) && record->getTemplateArgs().size() > 0;
  if (!holder || record->getTemplateArgs()[0].getKind() != clang::TemplateArgument::Type) return type;
  return record->getTemplateArgs()[0].getAsType();
}

bool is_io_object(const Unit& unit, clang::QualType type) {
  if (type.isNull() || type->isReferenceType() || type->isPointerType()) return false;
  return type_listed(*unit.models, &Library::io_objects, held_type(unit, type));
}

bool holds_loop(const Unit& unit, clang::QualType type) {
  return !type->isReferenceType() && !type->isPointerType() && !is_smart_pointer(unit, type) && type_listed(*unit.models, &Library::loops, type);
}

class IoObjectLifetime : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    lifetimes_ = &lifetimes(unit);
    for (const HandOver& given : unit.hand_overs) look_at_operation(unit, given);
    for (const Function& function : unit.functions) look_at_order(unit, function);
    for (const Function& function : unit.functions) look_at_members(unit, function);
  }

 private:
  // A local that dies while its operation is pending.

  void look_at_operation(const Unit& unit, const HandOver& given) {
    const Function* home = given.call->in;
    if (!home || home->decl->isDependentContext() || home->decl->isMain() || given.row->functions.names.size() != 0) return;
    if (given.runs_on != RunsOn::loop || !lifetimes_->starts_something(*given.call)) return;
    const clang::Expr* object = given.call->object ? given.call->object : given.call->argument(0);
    const clang::VarDecl* local = object ? io_local(unit, *home, object) : nullptr;
    if (!local || keeps(what_it_holds(unit, given.callable), *local)) return;
    if (scope_waits_after(unit, *home, *given.call) || escapes(unit, *home, *local) || is_cancelled_after(*home, *given.call, *local)) return;
    const std::string message = fmt::format("'{}' dies with this scope, which aborts its '{}'", local->getNameAsString(), callee_name(*given.call));
    if (!report(given.call->location(), message + instead_clause("a member, or a shared_ptr that the handler holds", ""))) return;
    note(local->getLocation(), "declared here");
  }

  const clang::VarDecl* io_local(const Unit& unit, const Function& home, const clang::Expr* object) const {
    const Object named = lifetimes_->object(object);
    const auto* local = llvm::dyn_cast_or_null<clang::VarDecl>(named.root);
    const bool own = named && named.members.empty() && local && local->isLocalVarDecl() && local->hasLocalStorage() && declared_in(*local, home);
    return own && is_io_object(unit, local->getType()) ? local : nullptr;
  }

  /// Whether the function itself ends the operation on every way to the end of the local's life: a timer that watches over what the scope
  /// does in between is meant to end with it.
  bool is_cancelled_after(const Function& home, const CallSite& operation, const clang::VarDecl& local) const {
    const Flow& flow = lifetimes_->flow(home);
    bool cancelled = false, dies_pending = false;
    flow.after(operation.expr, [&](const FlowPoint& point) {
      const bool cancels_here = cancels(point.statement, local);
      cancelled = cancelled || cancels_here;
      dies_pending = dies_pending || point.destroyed == &local;
      return cancels_here || dies_pending ? Step::stop : Step::go_on;
    });
    return cancelled && !dies_pending;
  }

  bool cancels(const clang::Stmt* statement, const clang::VarDecl& local) const {
    const auto* expr = llvm::dyn_cast_or_null<clang::Expr>(statement);
    const CallSite* call = expr ? lifetimes_->unit().call_of(expr) : nullptr;
    return call && call->object && has_role(lifetimes_->unit(), *call, Role::cancels) && lifetimes_->object(call->object).last() == &local;
  }

  /// Whether somebody else may get the local, or a share of it: it is returned, moved, captured by value or given away.
  bool escapes(const Unit& unit, const Function& home, const clang::VarDecl& local) const {
    if (local.isNRVOVariable()) return true;
    const bool shared = is_smart_pointer(unit, local.getType());
    const Parents& parents = unit.parents(home);
    return std::any_of(home.references.begin(), home.references.end(), [&](const clang::DeclRefExpr* name) {
      return name->getDecl() == &local && gives_away(unit, parents, *name, shared);
    });
  }

  static bool gives_away(const Unit& unit, const Parents& parents, const clang::DeclRefExpr& name, bool shared) {
    const clang::Stmt* here = &name;
    for (const clang::Stmt* above = parents.of(here); above; here = above, above = parents.of(above)) {
      if (llvm::isa<clang::ReturnStmt>(above) || llvm::isa<clang::InitListExpr>(above)) return true;
      if (llvm::isa<clang::LambdaExpr>(above)) return shared || llvm::isa<clang::CXXConstructExpr>(here);
      if (llvm::isa<clang::MemberExpr>(above)) return false;  // its own method
      const auto* call = llvm::dyn_cast<clang::CallExpr>(above);
      if (!call) continue;
      if (only_passes_on(*call)) return true;
      if (const auto* operation = llvm::dyn_cast<clang::CXXOperatorCallExpr>(call)) {
        if (operation->getOperator() == clang::OO_Arrow || operation->getOperator() == clang::OO_Star) return false;
      }
      // asio::async_read(socket, …) works on it; anything else may keep it.
      const clang::FunctionDecl* callee = call->getDirectCallee();
      return !callee || !in_system_header(*unit.ast, *callee) || shared;
    }
    return false;
  }

  // A local or member that is destroyed after the loop.

  void look_at_order(const Unit& unit, const Function& function) {
    if (function.decl->isDependentContext()) return;
    for (const clang::VarDecl* loop : function.locals) {
      if (!loop->hasLocalStorage() || !holds_loop(unit, loop->getType())) continue;
      for (const clang::VarDecl* local : function.locals) {
        if (!local->hasLocalStorage() || !is_io_object(unit, local->getType()) || !stands_before(unit, function, *local, *loop)) continue;
        if (const clang::Expr* binding = bound_to(function, *local, *loop)) say_order(*local, *loop, binding->getBeginLoc());
      }
    }
  }

  static bool stands_before(const Unit& unit, const Function& function, const clang::VarDecl& local, const clang::VarDecl& loop) {
    const auto& sources = unit.ast->getSourceManager();
    if (!sources.isBeforeInTranslationUnit(local.getLocation(), loop.getLocation())) return false;
    return block_of(function, local) == block_of(function, loop);
  }

  /// The value given to `holder` that names `loop`: `timer = make_unique<steady_timer>(io)`, `timer.emplace(io)`. Null where it is
  /// emptied again.
  const clang::Expr* bound_to(const Function& function, const clang::ValueDecl& holder, const clang::ValueDecl& loop) const {
    const clang::Expr* bound = nullptr;
    for (const CallSite& call : function.calls) {
      if (!call.object || plainly_named(call.object) != &holder || !call.callee) continue;
      const bool assigns = call.callee->getOverloadedOperator() == clang::OO_Equal;
      const Unit& unit = lifetimes_->unit();
      const bool gives = std::any_of(call.arguments.begin(), call.arguments.end(), [&](const clang::Expr* argument) { return mentions(argument, loop); });
      if (gives && (assigns || has_role(unit, call, Role::emplaces | Role::resets))) bound = call.expr;
      if (!gives && (assigns || has_role(unit, call, Role::resets))) return nullptr;
    }
    return bound;
  }

  void look_at_members(const Unit& unit, const Function& function) {
    const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(function.decl);
    if (!constructor || constructor->isDependentContext()) return;
    for (const clang::FieldDecl* loop : constructor->getParent()->fields()) {
      if (!holds_loop(unit, loop->getType())) continue;
      for (const clang::FieldDecl* field : constructor->getParent()->fields()) {
        if (field == loop) break;
        if (!is_io_object(unit, field->getType())) continue;
        if (const clang::Expr* binding = member_bound_to(function, *constructor, *field, *loop)) say_order(*field, *loop, binding->getBeginLoc());
      }
    }
  }

  const clang::Expr* member_bound_to(const Function& function, const clang::CXXConstructorDecl& constructor,
                                     const clang::FieldDecl& field, const clang::FieldDecl& loop) const {
    for (const clang::CXXCtorInitializer* init : constructor.inits()) {
      if (init->getAnyMember() == &field && mentions(init->getInit(), loop)) return init->getInit();
    }
    return bound_to(function, field, loop);
  }

  void say_order(const clang::ValueDecl& holder, const clang::ValueDecl& loop, clang::SourceLocation bound) {
    const std::string message = fmt::format("'{}' is destroyed after the loop '{}' that it belongs to", holder.getNameAsString(), loop.getNameAsString());
    if (!report(bound, message + instead_clause("declare the loop first", ""))) return;
    note(holder.getLocation(), "declared first, destroyed last");
    note(loop.getLocation(), "the loop is declared here");
  }

  const Lifetimes* lifetimes_ = nullptr;
};

}  // namespace

std::unique_ptr<Check> make_io_object_lifetime(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<IoObjectLifetime>(name, context, session);
}

}  // namespace unblock::lint
