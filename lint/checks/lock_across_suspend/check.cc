// async-lock-across-suspend: a lock that belongs to a thread is still held where the coroutine suspends. Judged by control flow.
#include <clang/AST/DeclTemplate.h>
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "lint/checks/check.h"
#include "lint/extract/callable.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"
#include "lint/extract/statements.h"
#include "lint/extract/suspends.h"
#include "lint/extract/task_type.h"
#include "lint/flow/flow.h"
#include "lint/libraries/name_pattern.h"

namespace unblock::lint {
namespace {

bool method_is(const Unit& unit, const CallSite& call, RoleSet roles) { return call.object && has_role(unit, call, roles); }

constexpr RoleSet kReleases = Role::unlocks | Role::releases | Role::swaps;

/// A lock that is taken: where, through what, and what it is called in messages.
struct HeldLock {
  const clang::Stmt* since = nullptr;  ///< null: from the beginning of the function
  clang::SourceLocation at;
  const clang::ValueDecl* object = nullptr;  ///< the guard or the mutex
  std::string what;
  std::optional<bool> if_outcome;      ///< set for try_lock() as a condition: held where it gave this
};

/// std::move(guard): somebody else owns the lock from there on.
bool is_moved(const CallSite& call, const clang::ValueDecl* object) { return call.moves() && named_object(call.arguments[0]) == object; }

class LockAcrossSuspend : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    for (const Function& function : unit.functions) {
      if (!suspends(function)) continue;
      const auto locks = find_locks(unit, function);
      if (locks.empty()) continue;
      const Flow flow(unit, function);
      for (const HeldLock& lock : locks) follow(unit, function, flow, lock);
    }
  }

 private:
  std::vector<HeldLock> find_locks(const Unit& unit, const Function& function) const {
    std::vector<HeldLock> locks;
    for (const clang::VarDecl* local : function.locals) {
      if (const auto* init = held_by_guard(unit, *local)) {
        locks.push_back({init, init->getBeginLoc(), local, fmt::format("'{}' holds a lock", local->getNameAsString()), {}});
      }
    }
    for (const clang::ParmVarDecl* parameter : function.decl->parameters()) {
      if (is_listed_guard(unit, *parameter)) {
        locks.push_back({nullptr, parameter->getLocation(), parameter, fmt::format("'{}' holds a lock", parameter->getNameAsString()), {}});
      }
    }
    for (const CallSite& call : function.calls) {
      const clang::ValueDecl* object = acquired_object(unit, call);
      if (object) {
        locks.push_back({call.expr, call.expr->getBeginLoc(), object, fmt::format("'{}' is locked", object->getNameAsString()), {}});
      }
      if (const clang::ValueDecl* tried = method_is(unit, call, Role::tries_lock) ? thread_mutex(unit, call) : nullptr) {
        const auto held = held_where(unit, function, call);
        if (held) locks.push_back({call.expr, call.expr->getBeginLoc(), tried, fmt::format("'{}' is locked", tried->getNameAsString()), held});
      }
    }
    return locks;
  }

  static bool is_listed_guard(const Unit& unit, const clang::VarDecl& variable) {
    const auto* record = variable.getType()->isReferenceType() ? nullptr : class_of(variable.getType());
    return record && unit.models->lists(&Library::guards, qualified_name(*record)) && !guards_async_mutex(unit, *record);
  }

  /// What a try_lock() that is the whole condition of an `if` or a loop gives where the lock is held: true, or false behind `!`.
  static std::optional<bool> held_where(const Unit& unit, const Function& function, const CallSite& call) {
    const Parents& parents = unit.parents(function);
    bool outcome = true;
    const clang::Stmt* here = call.expr;
    for (const clang::Stmt* above = parents.of(here); above; here = above, above = parents.of(here)) {
      if (const auto* branch = llvm::dyn_cast<clang::IfStmt>(above)) return branch->getCond() == here ? std::optional(outcome) : std::nullopt;
      if (const auto* loop = llvm::dyn_cast<clang::WhileStmt>(above)) return loop->getCond() == here ? std::optional(outcome) : std::nullopt;
      const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(above);
      if (unary && unary->getOpcode() == clang::UO_LNot) outcome = !outcome;
      else if (!llvm::isa<clang::ImplicitCastExpr>(above) && !llvm::isa<clang::ParenExpr>(above)) return std::nullopt;
    }
    return std::nullopt;
  }

  /// The expression that makes a guard which owns its lock from the start; null for deferred ones and other variables.
  static const clang::Stmt* held_by_guard(const Unit& unit, const clang::VarDecl& local) {
    if (!local.hasLocalStorage() || local.getType()->isReferenceType() || !local.getInit()) return nullptr;
    const auto* record = class_of(local.getType());
    if (!record) return nullptr;
    const bool listed = unit.models->lists(&Library::guards, qualified_name(*record));
    if (!listed && !is_own_guard(unit, *record)) return nullptr;
    if (guards_async_mutex(unit, *record)) return nullptr;
    const clang::Expr* init = bare(local.getInit());
    if (llvm::isa<clang::CoawaitExpr>(init)) return nullptr;  // what is locked by awaiting is made to be held by a coroutine
    const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(init);
    if (!construct) return init;
    if (construct->getNumArgs() == 0) return nullptr;
    for (const clang::Expr* argument : construct->arguments()) {
      if (has_role(unit, argument->getType(), Role::deferred_lock)) return nullptr;
      if (is_async_mutex(unit, class_of(argument->getType()))) return nullptr;
    }
    return construct;
  }

  /// A class of the project that locks in a constructor and unlocks in its destructor.
  static bool is_own_guard(const Unit& unit, const clang::CXXRecordDecl& record) {
    if (!record.hasDefinition() || !record.getDestructor()) return false;
    const Function* destructor = unit.find(record.getDestructor());
    if (!destructor || std::none_of(destructor->calls.begin(), destructor->calls.end(), [&](const CallSite& call) {
          return method_is(unit, call, Role::unlocks) && !is_async_mutex(unit, object_class(call));
        })) {
      return false;
    }
    return std::any_of(record.ctor_begin(), record.ctor_end(), [&](const clang::CXXConstructorDecl* constructor) {
      const Function* body = unit.find(constructor);
      return body && std::any_of(body->calls.begin(), body->calls.end(), [&](const CallSite& call) { return method_is(unit, call, Role::locks); });
    });
  }

  static const clang::CXXRecordDecl* object_class(const CallSite& call) {
    if (!call.object) return nullptr;
    const clang::QualType type = call.object->getType();
    return class_of(type->isPointerType() ? type->getPointeeType() : type);
  }

  static bool guards_async_mutex(const Unit& unit, const clang::CXXRecordDecl& record) {
    const auto* special = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(&record);
    if (!special) return false;
    for (const auto& argument : special->getTemplateArgs().asArray()) {
      if (argument.getKind() == clang::TemplateArgument::Type && is_async_mutex(unit, class_of(argument.getAsType()))) return true;
    }
    return false;
  }

  /// Named by a model, or a class one of whose lock functions gives back something to await.
  static bool is_async_mutex(const Unit& unit, const clang::CXXRecordDecl* record) {
    if (!record || !record->hasDefinition()) return false;
    if (unit.models->lists(&Library::async_mutexes, qualified_name(*record))) return true;
    return std::any_of(record->method_begin(), record->method_end(), [&](const clang::CXXMethodDecl* method) {
      if (!has_role(unit, method, Role::mentions_lock)) return false;
      const TaskType type = task_type(unit, method->getReturnType());
      return type.awaitable || type.coroutine;
    });
  }

  /// The mutex or guard that a call locks; null for other calls and for async mutexes.
  static const clang::ValueDecl* acquired_object(const Unit& unit, const CallSite& call) {
    if (method_is(unit, call, Role::locks)) return call.callee->getReturnType()->isVoidType() ? thread_mutex(unit, call) : nullptr;
    return handled_object(unit, call, &LockFunctionRow::acquire);
  }

  /// The mutex or guard a member is called on, when it belongs to a thread.
  static const clang::ValueDecl* thread_mutex(const Unit& unit, const CallSite& call) {
    const auto* record = object_class(call);
    const bool thread_lock = record && !is_async_mutex(unit, record) && !guards_async_mutex(unit, *record) && has_unlock(unit, *record);
    return thread_lock ? named_object(call.object) : nullptr;
  }

  static bool has_unlock(const Unit& unit, const clang::CXXRecordDecl& record) {
    if (!record.hasDefinition()) return false;
    bool found = false;
    const auto look = [&](const clang::CXXRecordDecl* each) {
      found = found || std::any_of(each->method_begin(), each->method_end(), [&](const clang::CXXMethodDecl* method) { return has_role(unit, method, Role::unlocks); });
      return true;
    };
    look(&record);
    record.forallBases(look);
    return found;
  }

  static const clang::ValueDecl* handled_object(const Unit& unit, const CallSite& call, Names LockFunctionRow::* side) {
    if (!call.callee || call.object) return nullptr;
    const std::string name = qualified_name(*call.callee);
    for (const Library& library : unit.models->libraries()) {
      for (const LockFunctionRow& row : library.lock_functions) {
        if (names_match(row.*side, name) && call.argument(row.handle)) return named_object(call.argument(row.handle));
      }
    }
    return nullptr;
  }

  void follow(const Unit& unit, const Function& function, const Flow& flow, const HeldLock& lock) {
    const std::set<const clang::Expr*> suspensions(function.suspensions.begin(), function.suspensions.end());
    const auto visit = [&](const FlowPoint& point) {
      if (point.destroyed == lock.object && point.destroyed) return Step::stop;
      const auto* expr = llvm::dyn_cast_or_null<clang::Expr>(point.statement);
      if (!expr) return Step::go_on;
      const CallSite* call = unit.call_of(expr);
      if (call && ((method_is(unit, *call, kReleases) && named_object(call->object) == lock.object) || is_moved(*call, lock.object) ||
                   handled_object(unit, *call, &LockFunctionRow::release) == lock.object)) {
        return Step::stop;
      }
      if (suspensions.count(expr) == 0) return Step::go_on;
      if (!is_given_to_awaiter(unit, *expr, lock)) say(*expr, lock);
      return Step::stop;
    };
    if (lock.if_outcome) flow.after_condition(lock.since, *lock.if_outcome, visit);
    else flow.after(lock.since, visit);
  }

  /// co_await arrived.wait(lock): what is awaited gets a guard that it can unlock, and unlocks it once it has noted who waits. A coroutine
  /// that we see must do so; of others nothing else would make sense.
  static bool is_given_to_awaiter(const Unit& unit, const clang::Expr& suspension, const HeldLock& lock) {
    const auto* await = llvm::dyn_cast<clang::CoawaitExpr>(&suspension);
    const auto* guard = lock.object ? class_of(lock.object->getType()) : nullptr;
    if (!await || !guard || !unit.models->lists(&Library::guards, qualified_name(*guard)) || !has_unlock(unit, *guard)) return false;
    return any_statement(await->getOperand(), [&](const clang::Stmt& part) {
      const auto* expr = llvm::dyn_cast<clang::Expr>(&part);
      const CallSite* call = expr ? unit.call_of(expr) : nullptr;
      return call && takes_over(unit, *call, *lock.object);
    });
  }

  static bool takes_over(const Unit& unit, const CallSite& call, const clang::ValueDecl& guard) {
    const Function* callee = call.callee ? unit.find(call.callee) : nullptr;
    const unsigned count = call.callee ? std::min<unsigned>(call.callee->getNumParams(), static_cast<unsigned>(call.arguments.size())) : 0;
    for (unsigned i = 0; i < count; ++i) {
      const clang::QualType type = call.callee->getParamDecl(i)->getType();
      const bool may_unlock = type->isLValueReferenceType() && !type->getPointeeType().isConstQualified();
      if (!may_unlock || plainly_named(call.arguments[i]) != &guard) continue;
      return !callee || !callee->coroutine || releases(unit, *callee, *callee->decl->getParamDecl(i));
    }
    return false;
  }

  static bool releases(const Unit& unit, const Function& function, const clang::ValueDecl& guard) {
    return std::any_of(function.calls.begin(), function.calls.end(), [&](const CallSite& call) {
      return (method_is(unit, call, kReleases) && named_object(call.object) == &guard) || is_moved(call, &guard);
    });
  }

  void say(const clang::Expr& suspension, const HeldLock& lock) {
    if (!report(suspension.getExprLoc(),
                fmt::format("{} while the coroutine suspends here{}", lock.what, instead_clause("unlock before, or use a mutex made for coroutines", "")))) {
      return;
    }
    note(lock.at, lock.since ? "taken here" : "given here");
    note(suspension.getExprLoc(), "a task that waits for the lock blocks the thread, and another thread may resume and unlock");
  }
};

}  // namespace

std::unique_ptr<Check> make_lock_across_suspend(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<LockAcrossSuspend>(name, context, session);
}

}  // namespace unblock::lint
