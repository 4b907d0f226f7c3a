#include "lint/extract/statements.h"

#include <clang/AST/ExprCXX.h>

#include <algorithm>
#include <string>
#include <vector>

#include "lint/extract/decl_names.h"
#include "lint/extract/parents.h"

namespace unblock::lint {

void each_statement(const clang::Stmt* root, const std::function<bool(const clang::Stmt& statement)>& visit) {
  std::vector<const clang::Stmt*> open = {root};
  while (!open.empty()) {
    const clang::Stmt* here = open.back();
    open.pop_back();
    if (!here || !visit(*here)) continue;
    const auto children = written_children(*here);
    open.insert(open.end(), children.rbegin(), children.rend());
  }
}

bool any_statement(const clang::Stmt* root, const std::function<bool(const clang::Stmt& statement)>& wanted) {
  bool found = false;
  each_statement(root, [&](const clang::Stmt& statement) {
    found = found || wanted(statement);
    return !found;
  });
  return found;
}

bool mentions(const clang::Stmt* root, const clang::ValueDecl& decl) {
  return any_statement(root, [&](const clang::Stmt& statement) {
    const auto* expr = llvm::dyn_cast<clang::Expr>(&statement);
    const clang::ValueDecl* named = expr ? plainly_named(expr) : nullptr;
    return named && named->getCanonicalDecl() == decl.getCanonicalDecl();
  });
}

const clang::ValueDecl* plainly_named(const clang::Expr* expr) {
  expr = expr->IgnoreImplicit()->IgnoreParenCasts();
  if (const auto* name = llvm::dyn_cast<clang::DeclRefExpr>(expr)) return name->getDecl();
  const auto* member = llvm::dyn_cast<clang::MemberExpr>(expr);
  return member ? member->getMemberDecl() : nullptr;
}

bool holds_a_lock(const Function& function) {
  return std::any_of(function.locals.begin(), function.locals.end(), [](const clang::VarDecl* local) {
    const auto* record = class_of(local->getType());
    const std::string name = record ? llvm::StringRef(record->getNameAsString()).lower() : "";
    return name.find("lock") != std::string::npos || name.find("guard") != std::string::npos;
  });
}

}  // namespace unblock::lint
