// async-uv-handle-lifetime: a handle of libuv that dies, is freed or closed again while the loop knows it, or is never closed.
#include <clang/AST/ExprCXX.h>
#include <fmt/format.h>

#include <algorithm>

#include "lint/checks/check.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"
#include "lint/extract/statements.h"
#include "lint/flow/fate.h"
#include "lint/flow/lifetime.h"
#include "lint/libraries/name_pattern.h"
#include "lint/lifetimes/frees.h"
#include "lint/lifetimes/lenders.h"
#include "lint/lifetimes/starts.h"

namespace unblock::lint {
namespace {

/// The handle argument of a call in the given role; null where the call has not that role.
const clang::Expr* handle_of(const Unit& unit, const CallSite& call, Names HandleRow::* names, int HandleRow::* argument) {
  if (!call.callee || call.object || !call.callee->getIdentifier()) return nullptr;
  const std::string name = qualified_name(*call.callee);
  for (const Library& library : unit.models->libraries()) {
    for (const HandleRow& row : library.handles) {
      if (names_match(row.*names, name)) return call.argument(row.*argument);
    }
  }
  return nullptr;
}

const clang::Expr* initialised(const Unit& unit, const CallSite& call) { return handle_of(unit, call, &HandleRow::init, &HandleRow::init_argument); }
const clang::Expr* closed(const Unit& unit, const CallSite& call) { return handle_of(unit, call, &HandleRow::close, &HandleRow::close_argument); }
const clang::Expr* stopped(const Unit& unit, const CallSite& call) { return handle_of(unit, call, &HandleRow::stop, &HandleRow::stop_argument); }

/// A pointer variable named as it is: `timer`, not `job->timer`.
const clang::VarDecl* plain_pointer(const clang::Expr* expr) {
  const auto* named = llvm::dyn_cast<clang::DeclRefExpr>(bare(expr));
  const auto* variable = named ? llvm::dyn_cast<clang::VarDecl>(named->getDecl()) : nullptr;
  return variable && variable->getType()->isPointerType() ? variable : nullptr;
}

class UvHandleLifetime : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    lifetimes_ = &lifetimes(unit);
    Starts closings(*lifetimes_, [this](const Function& function) { return closed_by(function); });
    for (const Function& function : unit.functions) {
      if (function.decl->isDependentContext()) continue;
      for (const CallSite& call : function.calls) {
        if (const clang::Expr* handle = initialised(unit, call)) {
          after_init(unit, function, call, handle);
          look_at_data(unit, function, call, *handle);
        }
        if (const clang::Expr* handle = stopped(unit, call)) after_stop(function, call, handle);
      }
      if (const clang::ParmVarDecl* own = own_handle(function)) in_callback(unit, function, *own);
      const auto& closes = closings.in(function);
      for (const Start& first : closes) after_close(function, closes, first);
      if (llvm::isa<clang::CXXDestructorDecl>(function.decl)) in_destructor(unit, function, closes);
    }
  }

 private:
  /// The handle that a callback of libuv gets: its first parameter, `uv_timer_t*` and alike.
  const clang::ParmVarDecl* own_handle(const Function& function) const {
    if (function.decl->getNumParams() == 0) return nullptr;
    const clang::ParmVarDecl* parameter = function.decl->getParamDecl(0);
    if (!parameter->getType()->isPointerType()) return nullptr;
    const auto* alias = parameter->getType()->getPointeeType()->getAs<clang::TypedefType>();
    if (!alias) return nullptr;
    const std::string name = qualified_name(*alias->getDecl());
    for (const Library& library : lifetimes_->unit().models->libraries()) {
      for (const HandleRow& row : library.handles) {
        if (names_match(row.types, name)) return parameter;
      }
    }
    return nullptr;
  }

  /// timer->data = &count; where the handle goes on and the local does not.
  void look_at_data(const Unit& unit, const Function& function, const CallSite& init, const clang::Expr& handle) {
    const clang::VarDecl* own = automatic_local(unit, &handle);
    if (function.decl->isMain() || (own && !own->getType()->isPointerType())) return;
    for (const Assignment& assignment : unit.assignments) {
      const auto* field = assignment.in == &function ? llvm::dyn_cast<clang::FieldDecl>(assignment.to) : nullptr;
      if (!has_role(unit, field, Role::user_data)) continue;
      if (field->getParent()->getCanonicalDecl() != record_behind(handle)) continue;
      const Lender lender = lender_of_value(lifetimes_->objects(), assignment.value);
      if (!lender.local || !declared_in(*lender.local, function) || lives_until_done(unit, function, *lender.local, init)) continue;
      const std::string message = fmt::format("the callbacks of this handle get the local '{}', which is gone when they run", lender.local->getNameAsString());
      if (report(assignment.value->getExprLoc(), message + instead_clause("memory that lives as long as the handle", ""))) note(init.location(), "the loop knows the handle");
    }
  }

  /// The struct that a pointer to a handle points to, in C too.
  static const clang::TagDecl* record_behind(const clang::Expr& handle) {
    const clang::QualType type = handle.IgnoreParenImpCasts()->getType();
    const auto* record = type->isPointerType() ? type->getPointeeType()->getAsTagDecl() : nullptr;
    return record ? record->getCanonicalDecl() : nullptr;
  }

  /// static void on_timer(uv_timer_t* timer) { free(timer); }
  void in_callback(const Unit& unit, const Function& function, const clang::ParmVarDecl& own) {
    const auto is_callback = [&](const HandOver& given) {
      return std::any_of(given.targets.begin(), given.targets.end(), [&](const Target& target) { return unit.find(target.decl) == &function; });
    };
    const auto given = std::find_if(unit.hand_overs.begin(), unit.hand_overs.end(), is_callback);
    if (given == unit.hand_overs.end()) return;
    const Object handle{&own, false, {}, false};
    lifetimes_->flow(function).after(nullptr, [&](const FlowPoint& point) {
      if (!point.statement) return Step::go_on;
      if (closes(*point.statement, handle)) return Step::stop;
      const clang::Expr* freed = freed_by(unit, *point.statement);
      if (!freed || !(lifetimes_->object(freed) == handle)) return Step::go_on;
      say_freed_open(*point.statement, own.getNameAsString(), *given->call, "the loop calls this back, and knows the handle");
      return Step::stop;
    });
  }

  std::vector<Start> closed_by(const Function& function) const {
    std::vector<Start> found;
    for (const CallSite& call : function.calls) {
      const clang::Expr* handle = closed(lifetimes_->unit(), call);
      const Object object = handle ? lifetimes_->object(handle) : Object{};
      if (object) found.push_back({&call, &call, object, "close"});
    }
    return found;
  }

  void after_init(const Unit& unit, const Function& function, const CallSite& call, const clang::Expr* handle) {
    const auto* address = llvm::dyn_cast<clang::UnaryOperator>(handle->IgnoreParenCasts());
    if (address && address->getOpcode() == clang::UO_AddrOf) {
      const clang::VarDecl* local = automatic_local(unit, address);
      if (!local || !declared_in(*local, function) || lives_until_done(unit, function, *local, call)) return;
      const char* whole = block_of(function, *local) ? "block" : "function";
      const std::string message = fmt::format("the handle '{}' dies with this {}, and the loop still knows it", local->getNameAsString(), whole);
      if (report(call.location(), message + instead_clause("a handle on the heap that its close callback frees", ""))) {
        note(local->getLocation(), "declared here");
      }
      return;
    }
    const clang::VarDecl* pointer = plain_pointer(handle);
    if (pointer && is_allocated_here(unit, *pointer, function) && !escapes(unit, function, *pointer)) after_allocation(unit, function, *pointer);
    if (!pointer || fate_of(unit, function, call.expr).fate != Fate::discarded) return;
    follow_init(unit, function, call, *pointer);
  }

  /// uv_close(client, NULL) of what malloc gave: nobody knows its address any more when it may be freed.
  void after_allocation(const Unit& unit, const Function& function, const clang::VarDecl& pointer) {
    const bool freed_here = any_statement(function.body, [&](const clang::Stmt& statement) {
      const clang::Expr* freed = freed_by(unit, statement);
      return freed && named_object(freed) == &pointer;
    });
    if (freed_here) return;
    for (const CallSite& call : function.calls) {
      const clang::Expr* handle = closed(unit, call);
      if (!handle || named_object(handle) != &pointer || call.arguments.size() < 2 || !is_null(*unit.ast, call.arguments.back())) continue;
      const std::string message = fmt::format("nothing frees the handle '{}' when it has closed", pointer.getNameAsString());
      if (report(call.location(), message + instead_clause("a close callback that frees it", ""))) note(pointer.getLocation(), "allocated here");
    }
  }

  static bool is_allocated_here(const Unit& unit, const clang::VarDecl& pointer, const Function& function) {
    if (!declared_in(pointer, function) || !pointer.getInit()) return false;
    const clang::Expr* init = bare(pointer.getInit());
    const auto* call = llvm::dyn_cast<clang::CallExpr>(init);
    return (call && has_role(unit, call->getDirectCallee(), Role::allocates)) || llvm::isa<clang::CXXNewExpr>(init);
  }

  /// From an init whose result is not looked at: freed or forgotten on a path without a close.
  void follow_init(const Unit& unit, const Function& function, const CallSite& call, const clang::VarDecl& pointer) {
    const bool may_be_forgotten = is_made_here(pointer, function) && closed_somewhere(unit, function, pointer) && !escapes(unit, function, pointer);
    const Object object{&pointer, false, {}, false};
    lifetimes_->flow(function).after(
        call.expr,
        [&](const FlowPoint& point) {
          if (!point.statement) return Step::go_on;
          if (closes(*point.statement, object)) return Step::stop;
          const clang::Expr* freed = freed_by(unit, *point.statement);
          if (!freed || named_object(freed) != &pointer) return Step::go_on;
          say_freed_open(*point.statement, pointer.getNameAsString(), call, "the loop knows it since this call");
          return Step::stop;
        },
        [&](const clang::Stmt* last) {
          const auto* left = llvm::dyn_cast_or_null<clang::ReturnStmt>(last);
          if (!may_be_forgotten || !left || returns(*left, pointer)) return;
          const std::string message = fmt::format("the handle '{}' is neither closed nor kept on this path", pointer.getNameAsString());
          if (report(left->getBeginLoc(), message + instead_clause("uv_close before every return", ""))) {
            note(call.location(), "the loop knows it since this call");
          }
        });
  }

  bool closes(const clang::Stmt& statement, const Object& object) const {
    const auto* expr = llvm::dyn_cast<clang::Expr>(&statement);
    const CallSite* call = expr ? lifetimes_->unit().call_of(expr) : nullptr;
    const clang::Expr* handle = call ? closed(lifetimes_->unit(), *call) : nullptr;
    return handle && (lifetimes_->object(handle) == object || named_object(handle) == object.last());
  }

  static bool returns(const clang::ReturnStmt& left, const clang::VarDecl& pointer) {
    return left.getRetValue() && named_object(left.getRetValue()) == &pointer;
  }

  static bool is_made_here(const clang::VarDecl& pointer, const Function& function) {
    if (!declared_in(pointer, function) || !pointer.getInit()) return false;
    const clang::Expr* init = bare(pointer.getInit());
    return llvm::isa<clang::CXXNewExpr>(init) || llvm::isa<clang::CallExpr>(init);
  }

  static bool closed_somewhere(const Unit& unit, const Function& function, const clang::VarDecl& pointer) {
    return std::any_of(function.calls.begin(), function.calls.end(), [&](const CallSite& call) {
      const clang::Expr* handle = closed(unit, call);
      return handle && named_object(handle) == &pointer;
    });
  }

  /// Stored somewhere, or given to a function other than libuv's.
  static bool escapes(const Unit& unit, const Function& function, const clang::VarDecl& pointer) {
    const Parents& parents = unit.parents(function);
    return std::any_of(function.references.begin(), function.references.end(), [&](const clang::DeclRefExpr* name) {
      if (name->getDecl() != &pointer) return false;
      const clang::Stmt* above = parents.of(name);
      while (llvm::isa_and_nonnull<clang::CastExpr>(above) || llvm::isa_and_nonnull<clang::ParenExpr>(above)) above = parents.of(above);
      if (const auto* assignment = llvm::dyn_cast_or_null<clang::BinaryOperator>(above)) {
        return assignment->isAssignmentOp() && named_object(assignment->getRHS()) == &pointer;
      }
      const auto* call = llvm::dyn_cast_or_null<clang::CallExpr>(above);
      const bool own = call && has_role(unit, call->getDirectCallee(), Role::keeps_nothing);
      return (call && !own) || llvm::isa_and_nonnull<clang::InitListExpr>(above) || llvm::isa_and_nonnull<clang::DeclStmt>(above) ||
             llvm::isa_and_nonnull<clang::CXXConstructExpr>(above) || llvm::isa_and_nonnull<clang::LambdaExpr>(above);
    });
  }

  /// uv_timer_stop(&guest->patience); free(guest);
  void after_stop(const Function& function, const CallSite& call, const clang::Expr* handle) {
    const Object object = lifetimes_->object(handle);
    if (!object) return;
    lifetimes_->flow(function).after(call.expr, [&](const FlowPoint& point) {
      if (!point.statement) return Step::go_on;
      if (closes(*point.statement, object) || leaves(*point.statement, object)) return Step::stop;
      if (!frees(*point.statement, object)) return Step::go_on;
      say_freed_open(*point.statement, object.name(), call, "stopped here, which leaves it open");
      return Step::stop;
    });
  }

  /// Whether the flow is of no interest any more: the loop runs, or the variable names something else.
  bool leaves(const clang::Stmt& statement, const Object& object) const {
    const auto* expr = llvm::dyn_cast<clang::Expr>(&statement);
    const CallSite* call = expr ? lifetimes_->unit().call_of(expr) : nullptr;
    if (call && call->blocks && call->blocks->runs_loop) return true;
    return changes(lifetimes_->unit(), statement, object);
  }

  /// Whether a statement frees the handle, or what it lies in.
  bool frees(const clang::Stmt& statement, const Object& object) const {
    const clang::Expr* freed = freed_by(lifetimes_->unit(), statement);
    const Object whole = freed ? lifetimes_->object(freed) : Object{};
    return whole && object.lies_in(lifetimes_->unit(), whole);
  }

  void say_freed_open(const clang::Stmt& where, const std::string& handle, const CallSite& since, const char* why) {
    const std::string message = fmt::format("the handle '{}' is freed without being closed, and the loop still knows it", handle);
    if (report(where.getBeginLoc(), message + instead_clause("uv_close with a callback that frees it", ""))) note(since.location(), why);
  }

  void after_close(const Function& function, const std::vector<Start>& closings, const Start& first) {
    const Unit& unit = lifetimes_->unit();
    lifetimes_->flow(function).after(first.call->expr, [&](const FlowPoint& point) {
      if (!point.statement) return Step::go_on;
      if (leaves(*point.statement, first.object)) return Step::stop;
      if (frees(*point.statement, first.object)) {
        say_after_close(point.statement->getBeginLoc(), first, "freed before its close callback ran", "free it in the close callback");
        return Step::stop;
      }
      const auto* expr = llvm::dyn_cast<clang::Expr>(point.statement);
      const CallSite* call = expr ? unit.call_of(expr) : nullptr;
      const clang::Expr* again = call ? initialised(unit, *call) : nullptr;
      if (again && lifetimes_->object(again) == first.object) {
        say_after_close(call->location(), first, "initialised again before its close callback ran", "uv_*_init in the close callback");
        return Step::stop;
      }
      for (const Start& second : closings) {
        if (second.call->expr != point.statement || second.call == first.call || !(second.object == first.object)) continue;
        say_after_close(second.call->location(), first, "closed twice", "uv_is_closing before the second uv_close");
        return Step::stop;
      }
      return Step::go_on;
    });
  }

  void say_after_close(clang::SourceLocation where, const Start& close, const char* what, const char* instead) {
    const std::string message = fmt::format("the handle '{}' is {}", close.object.name(), what);
    if (report(where, message + instead_clause(instead, ""))) note(close.call->location(), "closed here; the loop uses it until the close callback");
  }

  /// A member that the destructor closes: the memory goes now, the loop keeps the pointer until the close callback.
  void in_destructor(const Unit& unit, const Function& function, const std::vector<Start>& closings) {
    for (const Start& close : closings) {
      const Object self{nullptr, true, {}, false};
      if (close.object.members.empty() || !close.object.lies_in(unit, self) || scope_waits_after(unit, function, *close.call)) continue;
      const std::string message = fmt::format("the handle '{}' is a member that dies here, and the loop uses it until its close callback", close.object.name());
      if (!report(close.call->location(), message + instead_clause("a handle of its own on the heap that its close callback frees", ""))) continue;
      if (close.origin != close.call) note(close.origin->location(), "closed here");
    }
  }

  const Lifetimes* lifetimes_ = nullptr;
};

}  // namespace

std::unique_ptr<Check> make_uv_handle_lifetime(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<UvHandleLifetime>(name, context, session);
}

}  // namespace unblock::lint
