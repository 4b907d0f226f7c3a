// async-dangling-argument: a temporary or a dying local given by reference, view or pointer to a coroutine that outlives it.
#include <clang/AST/DeclTemplate.h>
#include <clang/Basic/SourceManager.h>
#include <fmt/format.h>

#include <optional>

#include "lint/checks/check.h"
#include "lint/extract/callable.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"
#include "lint/extract/task_type.h"
#include "lint/flow/fate.h"
#include "lint/flow/lifetime.h"
#include "lint/flow/task_end.h"

namespace unblock::lint {
namespace {

bool is_view(const Unit& unit, clang::QualType type) { return has_role(unit, type, Role::view); }

bool is_borrowing(const Unit& unit, clang::QualType type) { return type->isReferenceType() || type->isPointerType() || is_view(unit, type); }

/// The temporary a value refers to: the argument itself, or what a view was made of.
const clang::Expr* temporary_in(const Unit& unit, const clang::Expr* expr, bool view) {
  while (expr) {
    if (const auto* made = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(expr)) {
      if (made->getStorageDuration() != clang::SD_FullExpression) return nullptr;
      if (!is_view(unit, made->getType())) return made;
      expr = made->getSubExpr();
    } else if (const auto* cast = llvm::dyn_cast<clang::CastExpr>(expr)) {
      expr = cast->getSubExpr();
    } else if (const auto* wrapped = llvm::dyn_cast<clang::FullExpr>(expr)) {
      expr = wrapped->getSubExpr();
    } else if (const auto* bound = llvm::dyn_cast<clang::CXXBindTemporaryExpr>(expr)) {
      expr = bound->getSubExpr();
    } else if (const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(expr)) {
      if (!view || construct->getNumArgs() == 0) return nullptr;
      expr = construct->getArg(0);
    } else if (const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(expr)) {
      if (!view || !llvm::isa_and_nonnull<clang::CXXConversionDecl>(call->getMethodDecl())) return nullptr;
      expr = call->getImplicitObjectArgument();
    } else {
      return nullptr;
    }
  }
  return nullptr;
}

const clang::VarDecl* local_in(const Unit& unit, const clang::Expr* expr, clang::QualType parameter) {
  if (parameter->isPointerType()) {
    const auto* address = llvm::dyn_cast<clang::UnaryOperator>(bare(expr));
    return address && address->getOpcode() == clang::UO_AddrOf ? automatic_local(unit, address) : nullptr;
  }
  expr = bare(expr);
  if (is_view(unit, parameter)) {
    if (const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(expr); construct && construct->getNumArgs() > 0) {
      expr = construct->getArg(0);
    }
    const clang::VarDecl* local = automatic_local(unit, expr);
    return local && !is_view(unit, local->getType()) && !local->getType()->isPointerType() ? local : nullptr;
  }
  return automatic_local(unit, expr);
}

/// std::function::operator() and alike: what it calls may be a coroutine, and gets the argument as its own parameter says.
bool is_function_wrapper(const Unit& unit, const clang::FunctionDecl& callee) {
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(&callee);
  if (!method || method->getOverloadedOperator() != clang::OO_Call) return false;
  return has_role(unit, method->getParent(), Role::callable);
}

struct BorrowedArgument {
  const clang::Expr* argument = nullptr;
  const clang::VarDecl* local = nullptr;      ///< null: a temporary
  const clang::ParmVarDecl* parameter = nullptr;  ///< null: the object the coroutine is a member of
};

class DanglingArgument : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    for (const Function& function : unit.functions) {
      if (function.decl->isDependentContext()) continue;
      for (const CallSite& call : function.calls) look_at(unit, function, call);
    }
  }

 private:
  void look_at(const Unit& unit, const Function& function, const CallSite& call) {
    if (!call.callee || llvm::isa<clang::CXXConstructorDecl>(call.callee)) return;
    const Function* callee = unit.find(call.callee);
    if (callee && !callee->coroutine) return;
    const bool wrapped = !callee && is_function_wrapper(unit, *call.callee);
    if (!callee && !wrapped && call.callee->isTemplateInstantiation()) return;
    const TaskType type = task_type(unit, call.expr->getType());
    if (!type.coroutine) return;
    if (!callee && (type.start != TaskStart::lazy || (call.callee->isInStdNamespace() && !wrapped))) return;
    const auto borrowed = borrowed_arguments(unit, call, callee != nullptr);
    if (borrowed.empty()) return;
    const FateOf fate = fate_of(unit, function, call.expr);
    for (const BorrowedArgument& each : borrowed) judge(unit, function, call, callee, type, fate, each);
  }

  static std::vector<BorrowedArgument> borrowed_arguments(const Unit& unit, const CallSite& call, bool visible) {
    std::vector<BorrowedArgument> found;
    const unsigned count = std::min<unsigned>(call.callee->getNumParams(), static_cast<unsigned>(call.arguments.size()));
    for (unsigned i = 0; i < count; ++i) {
      const clang::ParmVarDecl* parameter = call.callee->getParamDecl(i);
      if (!is_borrowing(unit, parameter->getType())) continue;
      // A function that is only declared may be no coroutine, and what it takes by && it then moves on.
      if (!visible && parameter->getType()->isRValueReferenceType()) continue;
      const clang::Expr* argument = call.arguments[i];
      if (const clang::Expr* temporary = parameter->getType()->isPointerType() ? nullptr : temporary_in(unit, argument, is_view(unit, parameter->getType()))) {
        const auto* record = class_of(temporary->getType());
        const bool holds_nothing = record && record->hasDefinition() && record->isEmpty();
        if (!holds_nothing) found.push_back({argument, nullptr, parameter});
      } else if (const clang::VarDecl* local = local_in(unit, argument, parameter->getType())) {
        found.push_back({argument, local, parameter});
      }
    }
    if (visible && call.object && llvm::isa<clang::CXXMemberCallExpr>(call.expr) && temporary_in(unit, call.object, false)) {
      found.push_back({call.object, nullptr, nullptr});
    }
    return found;
  }

  void judge(const Unit& unit, const Function& function, const CallSite& call, const Function* callee, const TaskType& type,
             const FateOf& fate, const BorrowedArgument& borrowed) {
    switch (fate.fate) {
      case Fate::awaited:
      case Fate::unknown: return;
      case Fate::discarded:
        if (type.start == TaskStart::lazy || !callee || !used_after_suspension(unit, *callee, borrowed)) return;
        if (borrowed.local && scope_waits_after(unit, function, call)) return;
        break;
      case Fate::kept:
        if (borrowed.local) return;
        break;
      case Fate::assigned:
        if (borrowed.local && !outlived_by(fate.variable, *borrowed.local, unit, function)) return;
        // What waits while the local still lives is in order; what waits after its block is not.
        if (borrowed.local && declared_in(*borrowed.local, function) &&
            scope_waits_after(unit, function, call, scope_of(unit, function, *borrowed.local))) {
          return;
        }
        break;
      case Fate::returned:
        if (borrowed.local && !declared_in(*borrowed.local, function)) return;
        break;
      case Fate::handed_over:
        if (fate.taker && (waits_inside(unit, *fate.taker) || task_ends_inside(unit, function, *fate.taker, *call.expr))) return;
        if (borrowed.local && (!declared_in(*borrowed.local, function) || scope_waits_after(unit, function, call))) return;
        break;
    }
    say(unit, call, fate, borrowed);
  }

  /// Whether the body of an eager coroutine touches the parameter when its caller has gone on.
  static bool used_after_suspension(const Unit& unit, const Function& callee, const BorrowedArgument& borrowed) {
    if (callee.suspensions.empty()) return false;
    if (!borrowed.parameter) return true;
    const auto& sources = unit.ast->getSourceManager();
    const auto* definition = callee.decl->getParamDecl(borrowed.parameter->getFunctionScopeIndex());
    for (const clang::DeclRefExpr* name : callee.references) {
      if (name->getDecl() == definition &&
          sources.isBeforeInTranslationUnit(callee.suspensions.front()->getBeginLoc(), name->getLocation())) {
        return true;
      }
    }
    return false;
  }

  /// Whether the variable that now holds the task lives longer than the local.
  static bool outlived_by(const clang::VarDecl* holder, const clang::VarDecl& local, const Unit& unit, const Function& function) {
    if (!holder) return true;
    if (!declared_in(*holder, function) || !declared_in(local, function)) return false;
    return scope_of(unit, function, *holder) != scope_of(unit, function, local) &&
           unit.ast->getSourceManager().isBeforeInTranslationUnit(holder->getLocation(), local.getLocation());
  }

  static const clang::Stmt* scope_of(const Unit& unit, const Function& function, const clang::VarDecl& variable) {
    const Parents& parents = unit.parents(function);
    const clang::Stmt* here = variable.getInit();
    while (here && !llvm::isa<clang::CompoundStmt>(here)) here = parents.of(here);
    return here;
  }

  void say(const Unit& unit, const CallSite& call, const FateOf& fate, const BorrowedArgument& borrowed) {
    const bool wrapped = is_function_wrapper(unit, *call.callee);
    const auto* functor = wrapped && call.object ? named_object(call.object) : nullptr;
    const std::string callee = functor ? functor->getNameAsString() : display_name(*call.callee);
    const std::string what = borrowed.local ? fmt::format("the local '{}'", borrowed.local->getNameAsString()) : "this temporary";
    const char* end = fate.fate == Fate::returned ? "when this function returns" : borrowed.local ? "at the end of its scope"
                                                                                                  : "at the end of this statement";
    const bool reported =
        report(borrowed.argument->getExprLoc(),
               fmt::format("{} dies {}, while '{}' still refers to it{}", what, end, callee,
                           instead_clause("pass it by value, or co_await the call in the same expression", "")));
    if (!reported) return;
    if (borrowed.parameter && !wrapped) {
      note(borrowed.parameter->getLocation(), fmt::format("the coroutine '{}' keeps only a reference here", callee));
    }
    if (fate.taker && fate.taker->callee) {
      note(fate.taker->location(), fmt::format("'{}' takes the coroutine, which then runs on by itself", display_name(*fate.taker->callee)));
    }
  }
};

}  // namespace

std::unique_ptr<Check> make_dangling_argument(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<DanglingArgument>(name, context, session);
}

}  // namespace unblock::lint
