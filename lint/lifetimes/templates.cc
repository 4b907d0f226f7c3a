#include "lint/lifetimes/templates.h"

#include <clang/AST/DeclTemplate.h>
#include <clang/AST/ExprCXX.h>

#include <algorithm>

#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"
#include "lint/extract/sinks.h"
#include "lint/extract/statements.h"
#include "lint/libraries/name_pattern.h"

namespace unblock::lint {
namespace {

const clang::FunctionDecl* function_behind(const clang::NamedDecl& named) {
  if (const auto* pattern = llvm::dyn_cast<clang::FunctionTemplateDecl>(&named)) return pattern->getTemplatedDecl();
  return llvm::dyn_cast<clang::FunctionDecl>(&named);
}

bool runs_later(const SinkRow& row) { return row.runs_on == RunsOn::loop || row.runs_on == RunsOn::executor; }

/// Whether one of the functions that an unresolved call may mean runs its last argument on a loop.
bool may_run_later(const Unit& unit, const clang::OverloadExpr& callees) {
  return std::any_of(callees.decls_begin(), callees.decls_end(), [&](const clang::NamedDecl* named) {
    const clang::FunctionDecl* function = function_behind(*named);
    if (!function || function->getNumParams() == 0) return false;
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function);
    const auto listed = unit.models->sinks(function_names(*function, method ? method->getParent() : nullptr));
    if (std::any_of(listed.begin(), listed.end(), [](const SinkRow* row) { return runs_later(*row); })) return true;
    const auto& typed = unit.models->typed_sinks();
    return std::any_of(typed.begin(), typed.end(), [&](const SinkRow* row) {
      return is_completion_token(unit, *function, function->getNumParams() - 1, *row);
    });
  });
}

bool is_token_member(const Unit& unit, const std::string& name) {
  const auto& typed = unit.models->typed_sinks();
  return std::any_of(typed.begin(), typed.end(), [&](const SinkRow* row) { return names_match(row->token_members, name); });
}

/// The name of what is called, where that runs its last argument later; empty for others.
std::string later_call(const Unit& unit, const clang::CallExpr& call) {
  const clang::Expr* callee = call.getCallee()->IgnoreParens();
  if (const auto* names = llvm::dyn_cast<clang::OverloadExpr>(callee)) return may_run_later(unit, *names) ? written_name(call) : "";
  const std::string name = llvm::isa<clang::CXXDependentScopeMemberExpr>(callee) ? written_name(call) : "";
  return is_token_member(unit, name) ? name : "";
}

/// std::move(*this)
bool moves_itself(const clang::CallExpr& call) {
  const auto* unary = is_written_as_move(call) ? llvm::dyn_cast<clang::UnaryOperator>(call.getArg(0)->IgnoreParenImpCasts()) : nullptr;
  return unary && unary->getOpcode() == clang::UO_Deref && llvm::isa<clang::CXXThisExpr>(unary->getSubExpr()->IgnoreParenImpCasts());
}

/// Whether an argument is called when the operation is done, and is no token that makes something to await.
bool is_certain_callback(const Unit& unit, const clang::Expr& argument) {
  if (llvm::isa<clang::LambdaExpr>(bare(&argument))) return true;
  const auto* call = llvm::dyn_cast<clang::CallExpr>(argument.IgnoreImplicit()->IgnoreParens());
  return call && (moves_itself(*call) || is_written_with_role(unit, *call, Role::wraps_callback));
}

/// Whether a variable may share an object, also where its class is dependent: made by shared_from_this() and alike, or a pointer class.
bool may_own(const Unit& unit, const clang::VarDecl& variable) {
  const auto gives_owner = [&](const clang::Stmt& part) {
    const auto* call = llvm::dyn_cast<clang::CallExpr>(&part);
    return call && is_written_with_role(unit, *call, Role::gives_owner);
  };
  if (variable.getInit() && any_statement(variable.getInit(), gives_owner)) return true;
  const auto* dependent = variable.getType().getNonReferenceType()->getAs<clang::TemplateSpecializationType>();
  const auto* pattern = dependent ? dependent->getTemplateName().getAsTemplateDecl() : nullptr;
  return pattern ? has_role(unit, pattern, Role::smart_pointer) : has_role(unit, variable.getType(), Role::smart_pointer);
}

}  // namespace

std::vector<TemplateHandOver> hand_overs_in(const Unit& unit, const Function& function) {
  std::vector<TemplateHandOver> found;
  for (const CallSite& site : function.calls) {
    const auto* call = llvm::dyn_cast<clang::CallExpr>(site.expr);
    if (!call || site.callee || call->getNumArgs() == 0) continue;
    const clang::Expr* last = call->getArg(call->getNumArgs() - 1);
    const std::string name = is_certain_callback(unit, *last) ? later_call(unit, *call) : "";
    if (!name.empty()) found.push_back({&site, call, llvm::dyn_cast<clang::LambdaExpr>(bare(last)), name});
  }
  return found;
}

bool captures_this(const clang::LambdaExpr& lambda) {
  return std::any_of(lambda.capture_begin(), lambda.capture_end(), [](const clang::LambdaCapture& capture) {
    return capture.capturesThis() && capture.getCaptureKind() == clang::LCK_This;
  });
}

bool captures_owner(const Unit& unit, const clang::LambdaExpr& lambda) {
  return std::any_of(lambda.capture_begin(), lambda.capture_end(), [&](const clang::LambdaCapture& capture) {
    const auto* variable = capture.capturesVariable() ? llvm::dyn_cast<clang::VarDecl>(capture.getCapturedVar()) : nullptr;
    if (!variable || capture.getCaptureKind() == clang::LCK_ByRef) return false;
    const auto* named = variable->isInitCapture() && variable->getInit() ? llvm::dyn_cast<clang::DeclRefExpr>(bare(variable->getInit())) : nullptr;
    const auto* made_of = named ? llvm::dyn_cast<clang::VarDecl>(named->getDecl()) : nullptr;
    return may_own(unit, *variable) || (made_of && may_own(unit, *made_of));
  });
}

}  // namespace unblock::lint
