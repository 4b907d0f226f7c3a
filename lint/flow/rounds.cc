#include "lint/flow/rounds.h"

#include <clang/AST/StmtCXX.h>

#include "lint/extract/expressions.h"
#include "lint/extract/statements.h"

namespace unblock::lint {
namespace {

/// The variable that a loop counts in, with a constant to begin with.
const clang::VarDecl* counter_of(const Unit& unit, const clang::ForStmt& loop) {
  const auto* declaration = llvm::dyn_cast_or_null<clang::DeclStmt>(loop.getInit());
  const auto* counter = declaration && declaration->isSingleDecl() ? llvm::dyn_cast<clang::VarDecl>(declaration->getSingleDecl()) : nullptr;
  return counter && constant_integer(*unit.ast, counter->getInit()) ? counter : nullptr;
}

bool holds_at_first(clang::BinaryOperatorKind comparison, int order) {
  switch (comparison) {
    case clang::BO_LT: return order < 0;
    case clang::BO_LE: return order <= 0;
    case clang::BO_GT: return order > 0;
    case clang::BO_GE: return order >= 0;
    case clang::BO_NE: return order != 0;
    default: return false;
  }
}

bool goes_round(const Unit& unit, const clang::ForStmt& loop) {
  const clang::VarDecl* counter = counter_of(unit, loop);
  const auto* condition = llvm::dyn_cast_or_null<clang::BinaryOperator>(loop.getCond() ? loop.getCond()->IgnoreParenImpCasts() : nullptr);
  if (!counter || !condition || plainly_named(condition->getLHS()) != counter) return false;
  const auto first = constant_integer(*unit.ast, counter->getInit());
  const auto end = constant_integer(*unit.ast, condition->getRHS());
  return end && holds_at_first(condition->getOpcode(), llvm::APSInt::compareValues(*first, *end));
}

/// Whether a round may end, or the loop be left, before its last statement.
bool may_leave_early(const clang::ForStmt& loop) {
  return any_statement(loop.getBody(), [](const clang::Stmt& part) {
    return llvm::isa<clang::BreakStmt>(part) || llvm::isa<clang::ContinueStmt>(part) || llvm::isa<clang::GotoStmt>(part) ||
           llvm::isa<clang::ReturnStmt>(part) || llvm::isa<clang::CoreturnStmt>(part);
  });
}

/// What decides whether the statements in it run.
bool is_choice(const clang::Stmt& statement) {
  const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(&statement);
  return llvm::isa<clang::IfStmt>(statement) || llvm::isa<clang::SwitchStmt>(statement) || llvm::isa<clang::AbstractConditionalOperator>(statement) ||
         llvm::isa<clang::WhileStmt>(statement) || llvm::isa<clang::DoStmt>(statement) || llvm::isa<clang::CXXForRangeStmt>(statement) ||
         llvm::isa<clang::CXXCatchStmt>(statement) || (binary && binary->isLogicalOp());
}

}  // namespace

std::vector<const clang::Expr*> surely_running_loops(const Unit& unit, const Function& function, const clang::Stmt& place) {
  const Parents& parents = unit.parents(function);
  std::vector<const clang::Expr*> conditions;
  const clang::Stmt* here = &place;
  for (const clang::Stmt* above = parents.of(here); above && !is_choice(*above); here = above, above = parents.of(above)) {
    const auto* loop = llvm::dyn_cast<clang::ForStmt>(above);
    if (!loop) continue;
    if (loop->getBody() != here || !goes_round(unit, *loop) || may_leave_early(*loop)) break;
    conditions.push_back(loop->getCond());
  }
  return conditions;
}

}  // namespace unblock::lint
