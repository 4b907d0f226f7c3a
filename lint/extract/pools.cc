#include "lint/extract/pools.h"

#include <clang/AST/DeclTemplate.h>

#include <algorithm>

#include "lint/extract/callables.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/has_role.h"

namespace unblock::lint {
namespace {

bool is_call_on_pool(const Unit& unit, const CallSite& call) {
  if (!call.object || !call.callee || llvm::isa<clang::CXXConstructorDecl>(call.callee)) return false;
  const clang::QualType type = call.object->getType();
  return is_pool(unit, type->isPointerType() ? type->getPointeeType() : type);
}

bool is_awaited(const Function& function, const CallSite& call) {
  return std::any_of(function.suspensions.begin(), function.suspensions.end(), [&](const clang::Expr* suspension) {
    const auto* await = llvm::dyn_cast<clang::CoawaitExpr>(suspension);
    return await && bare(await->getOperand()) == call.expr;
  });
}

}  // namespace

bool is_pool(const Unit& unit, clang::QualType type) {
  if (type->isPointerType()) return false;
  if (type_listed(*unit.models, &Library::pools, type)) return true;
  const auto* owner = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(class_of(type));
  if (!has_role(unit, owner, Role::unique_pointer | Role::shared_pointer)) return false;
  const auto& owned = owner->getTemplateArgs()[0];
  return owned.getKind() == clang::TemplateArgument::Type && type_listed(*unit.models, &Library::pools, owned.getAsType());
}

bool moves_to_pool(const Unit& unit, const Function& function) {
  return !function.suspensions.empty() && std::any_of(function.calls.begin(), function.calls.end(), [&](const CallSite& call) {
    return call.arguments.empty() && is_awaited(function, call) && is_call_on_pool(unit, call);
  });
}

std::vector<const clang::FunctionDecl*> tasks_given_to_pool(const Unit& unit, const CallSite& call) {
  std::vector<const clang::FunctionDecl*> given;
  if (call.arguments.empty() || !is_call_on_pool(unit, call)) return given;
  for (const clang::Expr* argument : call.arguments) {
    if (const auto* coroutine = coroutine_behind(unit, argument)) given.push_back(coroutine);
  }
  return given;
}

}  // namespace unblock::lint
