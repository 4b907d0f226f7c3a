#include "lint/extract/parents.h"

#include <clang/AST/ExprCXX.h>
#include <clang/AST/StmtCXX.h>

namespace unblock::lint {

std::vector<const clang::Stmt*> written_children(const clang::Stmt& statement) {
  if (const auto* body = llvm::dyn_cast<clang::CoroutineBodyStmt>(&statement)) return {body->getBody()};
  if (const auto* expr = llvm::dyn_cast<clang::CoroutineSuspendExpr>(&statement)) return {expr->getOperand()};
  if (const auto* expr = llvm::dyn_cast<clang::DependentCoawaitExpr>(&statement)) return {expr->getOperand()};
  if (const auto* result = llvm::dyn_cast<clang::CoreturnStmt>(&statement)) return {result->getOperand()};
  if (const auto* rewritten = llvm::dyn_cast<clang::CXXRewrittenBinaryOperator>(&statement)) return {rewritten->getSemanticForm()};
  if (const auto* lambda = llvm::dyn_cast<clang::LambdaExpr>(&statement)) {
    return {lambda->capture_init_begin(), lambda->capture_init_end()};
  }
  return {statement.child_begin(), statement.child_end()};
}

Parents::Parents(const clang::Stmt* root) {
  std::vector<const clang::Stmt*> open = {root};
  while (!open.empty()) {
    const clang::Stmt* parent = open.back();
    open.pop_back();
    for (const clang::Stmt* child : written_children(*parent)) {
      if (child && parents_.try_emplace(child, parent).second) open.push_back(child);
    }
  }
}

}  // namespace unblock::lint
