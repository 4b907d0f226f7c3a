#include "lint/flow/once.h"

#include <clang/AST/StmtCXX.h>

#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"

namespace unblock::lint {
namespace {

bool is_true(const Unit& unit, const clang::Expr* value) {
  bool result = false;
  return value->getType()->isBooleanType() && !value->isValueDependent() && value->EvaluateAsBooleanCondition(result, *unit.ast) && result;
}

const clang::FieldDecl* member_named(const clang::Expr* expr) { return expr ? llvm::dyn_cast_or_null<clang::FieldDecl>(named_object(expr)) : nullptr; }

/// stopped_.exchange(true), stopped_.test_and_set(), std::exchange(stopped_, true)
bool sets_and_tells(const Unit& unit, const CallSite& call) {
  if (!has_role(unit, call, Role::exchanges)) return false;
  const clang::Expr* flag = call.object ? call.object : call.argument(0);
  const clang::Expr* value = call.argument(call.object ? 0 : 1);
  return member_named(flag) && (!value || is_true(unit, value));
}

bool sets_and_tells(const Unit& unit, const clang::Expr* condition) {
  const CallSite* call = unit.call_of(bare(condition));
  if (!call) return false;
  if (sets_and_tells(unit, *call)) return true;
  const Function* asked = call->object && llvm::isa<clang::CXXThisExpr>(bare(call->object)) ? unit.find(call->callee) : nullptr;
  const clang::Expr* result = asked ? asked->only_result() : nullptr;
  const CallSite* inner = result ? unit.call_of(bare(result)) : nullptr;
  return inner && sets_and_tells(unit, *inner);
}

/// `stopped_` as a condition, also where it is atomic.
const clang::FieldDecl* flag_asked(const clang::Expr* condition) {
  const clang::Expr* asked = bare(condition);
  const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(asked);
  if (call && call->getNumArgs() == 0 && llvm::isa_and_nonnull<clang::CXXConversionDecl>(call->getMethodDecl())) asked = bare(call->getImplicitObjectArgument());
  const auto* member = llvm::dyn_cast<clang::MemberExpr>(asked);
  return member ? llvm::dyn_cast<clang::FieldDecl>(member->getMemberDecl()) : nullptr;
}

/// Whether a statement is `stopped_ = true;`.
bool sets(const Unit& unit, const clang::Stmt& statement, const clang::FieldDecl& flag) {
  const auto* expr = llvm::dyn_cast<clang::Expr>(&statement);
  if (!expr) return false;
  const clang::Expr* assignment = bare(expr);
  if (const auto* plain = llvm::dyn_cast<clang::BinaryOperator>(assignment)) {
    return plain->getOpcode() == clang::BO_Assign && member_named(plain->getLHS()) == &flag && is_true(unit, plain->getRHS());
  }
  const auto* call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(assignment);
  return call && call->getOperator() == clang::OO_Equal && member_named(call->getArg(0)) == &flag && is_true(unit, call->getArg(1));
}

/// The condition of `if (…) return;`; null for other statements.
const clang::Expr* leaves_if(const clang::Stmt& statement) {
  const auto* branch = llvm::dyn_cast<clang::IfStmt>(&statement);
  const clang::Stmt* then = branch && !branch->getElse() ? branch->getThen() : nullptr;
  if (const auto* block = llvm::dyn_cast_or_null<clang::CompoundStmt>(then)) then = block->size() == 1 ? block->body_front() : nullptr;
  return llvm::isa_and_nonnull<clang::ReturnStmt>(then) ? branch->getCond() : nullptr;
}

bool stands_in(const Unit& unit, const Function& function, const clang::Stmt* inner, const clang::Stmt* outer) {
  const Parents& parents = unit.parents(function);
  while (inner && inner != outer) inner = parents.of(inner);
  return inner != nullptr;
}

}  // namespace

bool runs_once(const Unit& unit, const Function& function, const CallSite& call) {
  const auto* block = llvm::dyn_cast_or_null<clang::CompoundStmt>(function.body);
  if (!block) return false;
  const clang::FieldDecl* asked = nullptr;
  for (const clang::Stmt* statement : block->body()) {
    if (stands_in(unit, function, call.expr, statement)) return false;
    const clang::Expr* condition = leaves_if(*statement);
    if (condition && sets_and_tells(unit, condition)) return true;
    if (const clang::FieldDecl* flag = condition ? flag_asked(condition) : nullptr) asked = flag;
    if (asked && sets(unit, *statement, *asked)) return true;
  }
  return false;
}

}  // namespace unblock::lint
