// async-uv-handle-lifetime: a handle of libuv that dies, is freed or closed again while the loop knows it, or is never closed.
#include <clang/AST/ExprCXX.h>
#include <fmt/format.h>

#include <algorithm>

#include "lint/checks/check.h"
#include "lint/extract/callable.h"
#include "lint/extract/expressions.h"
#include "lint/extract/decl_names.h"
#include "lint/flow/fate.h"
#include "lint/flow/flow.h"
#include "lint/flow/lifetime.h"
#include "lint/libraries/name_pattern.h"

namespace unblock::lint {
namespace {

/// The handle argument of a call in the given role; null where the call has not that role.
const clang::Expr* handle_of(const Unit& unit, const CallSite& call, Names HandleRow::*names, int HandleRow::*argument) {
  if (!call.callee || call.object) return nullptr;
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

const clang::ValueDecl* freed(const Unit& unit, const clang::Stmt& statement) {
  if (const auto* deletion = llvm::dyn_cast<clang::CXXDeleteExpr>(&statement)) return named_object(deletion->getArgument());
  const auto* expr = llvm::dyn_cast<clang::Expr>(&statement);
  const CallSite* call = expr ? unit.call_of(expr) : nullptr;
  const bool frees = call && call->callee && call->callee->getIdentifier() && call->callee->getName() == "free" && call->arguments.size() == 1;
  return frees ? named_object(call->arguments[0]) : nullptr;
}

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
    for (const Function& function : unit.functions) {
      for (const CallSite& call : function.calls) {
        if (const clang::Expr* handle = initialised(unit, call)) after_init(unit, function, call, handle);
        if (const clang::Expr* handle = closed(unit, call)) after_close(unit, function, call, handle);
      }
    }
  }

 private:
  void after_init(const Unit& unit, const Function& function, const CallSite& call, const clang::Expr* handle) {
    const auto* address = llvm::dyn_cast<clang::UnaryOperator>(handle->IgnoreParenCasts());
    if (address && address->getOpcode() == clang::UO_AddrOf) {
      const clang::VarDecl* local = automatic_local(address);
      if (!local || !declared_in(*local, function) || function.decl->isMain() || scope_waits_after(unit, function, call)) return;
      if (report(call.location(), fmt::format("the handle '{}' dies with this function, and the loop still knows it{}", local->getNameAsString(),
                                              instead_clause("a handle on the heap that its close callback frees", "")))) {
        note(local->getLocation(), "declared here");
      }
      return;
    }
    const clang::VarDecl* pointer = plain_pointer(handle);
    if (!pointer || fate_of(unit, function, call.expr).fate != Fate::discarded) return;
    follow_init(unit, function, call, *pointer);
  }

  /// From an init whose result is not looked at: freed or forgotten on a path without a close.
  void follow_init(const Unit& unit, const Function& function, const CallSite& call, const clang::VarDecl& pointer) {
    const bool may_be_forgotten = is_made_here(pointer, function) && closed_somewhere(unit, function, pointer) && !escapes(unit, function, pointer);
    const Flow flow(unit, function);
    flow.after(
        call.expr,
        [&](const FlowPoint& point) {
          const auto* expr = llvm::dyn_cast_or_null<clang::Expr>(point.statement);
          const CallSite* other = expr ? unit.call_of(expr) : nullptr;
          const clang::Expr* handle = other ? closed(unit, *other) : nullptr;
          if (handle && named_object(handle) == &pointer) return Step::stop;
          if (point.statement && freed(unit, *point.statement) == &pointer) {
            if (report(point.statement->getBeginLoc(), fmt::format("the handle '{}' is freed without being closed, and the loop still knows it{}",
                                                                   pointer.getNameAsString(),
                                                                   instead_clause("uv_close with a callback that frees it", "")))) {
              note(call.location(), "the loop knows it since this call");
            }
            return Step::stop;
          }
          return Step::go_on;
        },
        [&](const clang::Stmt* last) {
          const auto* left = llvm::dyn_cast_or_null<clang::ReturnStmt>(last);
          if (!may_be_forgotten || !left || returns(*left, pointer)) return;
          if (report(left->getBeginLoc(), fmt::format("the handle '{}' is neither closed nor kept on this path{}", pointer.getNameAsString(),
                                                      instead_clause("uv_close before every return", "")))) {
            note(call.location(), "the loop knows it since this call");
          }
        });
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
      const auto* callee = call ? call->getDirectCallee() : nullptr;
      const bool own = callee && callee->getIdentifier() && (callee->getName().starts_with("uv_") || callee->getName() == "free");
      return (call && !own) || llvm::isa_and_nonnull<clang::InitListExpr>(above) || llvm::isa_and_nonnull<clang::DeclStmt>(above) ||
             llvm::isa_and_nonnull<clang::CXXConstructExpr>(above) || llvm::isa_and_nonnull<clang::LambdaExpr>(above);
    });
  }

  void after_close(const Unit& unit, const Function& function, const CallSite& call, const clang::Expr* handle) {
    const clang::ValueDecl* object = named_object(handle);
    if (!object || !(llvm::isa<clang::VarDecl>(object))) return;
    const bool direct = plain_pointer(handle) != nullptr;
    Flow(unit, function).after(call.expr, [&](const FlowPoint& point) {
      if (!point.statement) return Step::go_on;
      const auto* assignment = llvm::dyn_cast<clang::BinaryOperator>(point.statement);
      if (assignment && assignment->isAssignmentOp() && named_object(assignment->getLHS()) == object) return Step::stop;
      const auto* expr = llvm::dyn_cast<clang::Expr>(point.statement);
      const CallSite* other = expr ? unit.call_of(expr) : nullptr;
      if (other && runs_the_loop(*other)) return Step::stop;
      const clang::Expr* again = other && other != &call ? closed(unit, *other) : nullptr;
      if (direct && again && plain_pointer(again) == object) {
        say_after_close(*point.statement, call, object, "closed twice", "uv_is_closing before the second uv_close");
        return Step::stop;
      }
      if (direct && freed(unit, *point.statement) == object) {
        say_after_close(*point.statement, call, object, "freed before its close callback ran", "free it in the close callback");
        return Step::stop;
      }
      return Step::go_on;
    });
  }

  static bool runs_the_loop(const CallSite& call) { return call.blocks && call.blocks->runs_loop; }

  void say_after_close(const clang::Stmt& where, const CallSite& close, const clang::ValueDecl* handle, const char* what, const char* instead) {
    if (report(where.getBeginLoc(), fmt::format("the handle '{}' is {}{}", handle->getNameAsString(), what, instead_clause(instead, "")))) {
      note(close.location(), "closed here; the loop uses it until the close callback");
    }
  }
};

}  // namespace

std::unique_ptr<Check> make_uv_handle_lifetime(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<UvHandleLifetime>(name, context, session);
}

}  // namespace unblock::lint
