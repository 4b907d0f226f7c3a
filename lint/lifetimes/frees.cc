#include "lint/lifetimes/frees.h"

#include <clang/AST/ExprCXX.h>

namespace unblock::lint {

const clang::Expr* freed_by(const Unit& unit, const clang::Stmt& statement) {
  if (const auto* deletion = llvm::dyn_cast<clang::CXXDeleteExpr>(&statement)) return deletion->getArgument();
  const auto* expr = llvm::dyn_cast<clang::Expr>(&statement);
  const CallSite* call = expr ? unit.call_of(expr) : nullptr;
  if (!call || !call->callee || !call->callee->getIdentifier() || call->arguments.size() != 1) return nullptr;
  const llvm::StringRef name = call->callee->getName();
  return name == "free" || name == "g_free" || name == "uv__free" ? call->arguments[0] : nullptr;
}

}  // namespace unblock::lint
