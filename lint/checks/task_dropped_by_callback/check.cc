// async-task-dropped-by-callback: a coroutine is given where a plain callable is expected; whoever calls it drops the task.
#include <clang/AST/DeclTemplate.h>
#include <fmt/format.h>

#include "lint/checks/check.h"
#include "lint/extract/callable.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/has_role.h"
#include "lint/extract/task_type.h"

namespace unblock::lint {
namespace {

/// Whether a type is std::function<void(…)> or one like it.
bool is_void_function(const Unit& unit, clang::QualType type) {
  const auto* special = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(class_of(type));
  if (!has_role(unit, special, Role::callable) || special->getTemplateArgs().size() == 0) return false;
  const auto& first = special->getTemplateArgs()[0];
  if (first.getKind() != clang::TemplateArgument::Type) return false;
  const auto* function = first.getAsType()->getAs<clang::FunctionProtoType>();
  return function && function->getReturnType()->isVoidType();
}

class TaskDroppedByCallback : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    for (const Function& function : unit.functions) {
      if (function.decl->isDependentContext()) continue;
      for (const CallSite& call : function.calls) look_at_conversion(unit, call);
    }
    for (const HandOver& given : unit.hand_overs) look_at_sink(unit, given);
  }

 private:
  void look_at_conversion(const Unit& unit, const CallSite& call) {
    if (call.arguments.size() != 1) return;
    const bool constructs = llvm::isa<clang::CXXConstructExpr>(call.expr) && is_void_function(unit, call.expr->getType());
    const bool assigns = call.object && call.callee && call.callee->getOverloadedOperator() == clang::OO_Equal &&
                         is_void_function(unit, call.object->getType()) && !is_void_function(unit, call.arguments[0]->getType());
    if (!constructs && !assigns) return;
    if (constructs && llvm::cast<clang::CXXConstructExpr>(call.expr)->getConstructor()->isCopyOrMoveConstructor()) return;
    look_at_callable(unit, call.arguments[0], "a std::function that returns nothing", call);
  }

  void look_at_sink(const Unit& unit, const HandOver& given) {
    if (given.row->spawns || !given.call->callee || uses_result(unit, given)) return;
    look_at_callable(unit, given.callable, fmt::format("'{}'", display_name(*given.call->callee)), *given.call);
  }

  /// std::transform, std::async: what the callable returns goes somewhere. Of the algorithms only for_each drops it.
  static bool uses_result(const Unit& unit, const HandOver& given) {
    if (given.runs_on == RunsOn::caller) return !has_role(unit, *given.call, Role::drops_result);
    const bool thread_object = llvm::isa<clang::CXXConstructExpr>(given.call->expr);
    const clang::QualType type = given.call->expr->getType();
    if (thread_object || type->isVoidType()) return false;
    const auto* special = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(class_of(type));
    if (!special) return false;
    for (const auto& argument : special->getTemplateArgs().asArray()) {
      if (argument.getKind() == clang::TemplateArgument::Type && task_type(unit, argument.getAsType()).coroutine) return true;
    }
    return false;
  }

  void look_at_callable(const Unit& unit, const clang::Expr* callable, const std::string& taker, const CallSite& call) {
    const auto targets = resolve_callable(unit, callable).targets;
    for (const Target& target : targets) {
      const Function* body = unit.find(target.decl);
      const TaskType type = task_type(unit, target.decl->getReturnType());
      if (!body || !type.coroutine || !type.must_be_awaited()) continue;
      const std::string name = body->lambda ? "this lambda" : fmt::format("'{}'", body->name());
      const char* loss = type.start == TaskStart::lazy ? "so its body never runs" : "so its result and its exception are lost";
      report(bare(callable)->getBeginLoc(),
             fmt::format("{} returns a task, and {} drops it, {}{}", name, taker, loss,
                         instead_clause("a plain function that spawns the coroutine", "")));
      return;
    }
    (void)call;
  }
};

}  // namespace

std::unique_ptr<Check> make_task_dropped_by_callback(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<TaskDroppedByCallback>(name, context, session);
}

}  // namespace unblock::lint
