#include "lint/extract/expressions.h"

#include <clang/AST/ExprCXX.h>

namespace unblock::lint {

namespace {

/// The name of a function of the standard library that gets one argument; null for others.
const clang::IdentifierInfo* passes_one(const clang::CallExpr& call) {
  const auto* callee = call.getDirectCallee();
  return callee && call.getNumArgs() == 1 && callee->isInStdNamespace() ? callee->getIdentifier() : nullptr;
}

}  // namespace

bool is_move(const clang::CallExpr& call) {
  const clang::IdentifierInfo* name = passes_one(call);
  return name && (name->isStr("move") || name->isStr("forward"));
}

std::optional<llvm::APSInt> constant_integer(const clang::ASTContext& ast, const clang::Expr* expr) {
  if (!expr || expr->isValueDependent() || expr->isTypeDependent() || !expr->getType()->isIntegralOrEnumerationType()) return std::nullopt;
  clang::Expr::EvalResult result;
  if (!expr->EvaluateAsInt(result, ast)) return std::nullopt;
  return result.Val.getInt();
}

bool only_passes_on(const clang::CallExpr& call) {
  const clang::IdentifierInfo* name = passes_one(call);
  return is_move(call) || (name && name->isStr("as_const"));
}

bool is_written_as_move(const clang::CallExpr& call) {
  const clang::IdentifierInfo* name = call.getDirectCallee() ? nullptr : written_identifier(call);
  return is_move(call) || (name && name->isStr("move") && call.getNumArgs() == 1);
}

const clang::IdentifierInfo* written_identifier(const clang::CallExpr& call) {
  if (const auto* callee = call.getDirectCallee()) return callee->getIdentifier();
  const clang::Expr* callee = call.getCallee()->IgnoreParenImpCasts();
  if (const auto* names = llvm::dyn_cast<clang::OverloadExpr>(callee)) return names->getName().getAsIdentifierInfo();
  if (const auto* member = llvm::dyn_cast<clang::CXXDependentScopeMemberExpr>(callee)) return member->getMember().getAsIdentifierInfo();
  if (const auto* name = llvm::dyn_cast<clang::DependentScopeDeclRefExpr>(callee)) return name->getDeclName().getAsIdentifierInfo();
  return nullptr;
}

std::string written_name(const clang::CallExpr& call) {
  if (const auto* callee = call.getDirectCallee()) return callee->getIdentifier() ? callee->getNameAsString() : "";
  const clang::Expr* callee = call.getCallee()->IgnoreParenImpCasts();
  if (const auto* names = llvm::dyn_cast<clang::OverloadExpr>(callee)) return names->getName().getAsString();
  if (const auto* member = llvm::dyn_cast<clang::CXXDependentScopeMemberExpr>(callee)) return member->getMember().getAsString();
  if (const auto* name = llvm::dyn_cast<clang::DependentScopeDeclRefExpr>(callee)) return name->getDeclName().getAsString();
  return "";
}

const clang::Expr* bare(const clang::Expr* expr) {
  while (expr) {
    const clang::Expr* inner = expr->IgnoreImplicit()->IgnoreParenCasts();
    if (const auto* call = llvm::dyn_cast<clang::CallExpr>(inner); call && only_passes_on(*call)) {
      inner = call->getArg(0);
    } else if (const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(inner)) {
      if (construct->getNumArgs() == 1 && construct->getConstructor()->isCopyOrMoveConstructor()) inner = construct->getArg(0);
    } else if (const auto* cleanups = llvm::dyn_cast<clang::ExprWithCleanups>(inner)) {
      inner = cleanups->getSubExpr();
    }
    if (inner == expr) break;
    expr = inner;
  }
  return expr;
}

bool is_null(const clang::ASTContext& ast, const clang::Expr* expr) {
  if (expr->isValueDependent()) return false;
  return expr->IgnoreParenCasts()->isNullPointerConstant(const_cast<clang::ASTContext&>(ast),
                                                         clang::Expr::NPC_ValueDependentIsNotNull) !=
         clang::Expr::NPCK_NotNull;
}

const clang::ValueDecl* named_object(const clang::Expr* expr) {
  while (expr) {
    expr = bare(expr);
    if (const auto* named = llvm::dyn_cast<clang::DeclRefExpr>(expr)) return named->getDecl();
    if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(expr)) return member->getMemberDecl();
    if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(expr)) {
      expr = unary->getSubExpr();
    } else if (const auto* call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(expr); call && call->getNumArgs() > 0) {
      expr = call->getArg(0);
    } else if (const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(expr); construct && construct->getNumArgs() == 1) {
      expr = construct->getArg(0);
    } else {
      return nullptr;
    }
  }
  return nullptr;
}

}  // namespace unblock::lint
