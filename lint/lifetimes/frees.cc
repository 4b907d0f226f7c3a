#include "lint/lifetimes/frees.h"

#include <clang/AST/ExprCXX.h>

#include "lint/extract/has_role.h"

namespace unblock::lint {

const clang::Expr* freed_by(const Unit& unit, const clang::Stmt& statement) {
  if (const auto* deletion = llvm::dyn_cast<clang::CXXDeleteExpr>(&statement)) return deletion->getArgument();
  const auto* expr = llvm::dyn_cast<clang::Expr>(&statement);
  const CallSite* call = expr ? unit.call_of(expr) : nullptr;
  return call && call->arguments.size() == 1 && has_role(unit, *call, Role::frees) ? call->arguments[0] : nullptr;
}

}  // namespace unblock::lint
