#include "lint/extract/guards.h"

#include <clang/AST/StmtCXX.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "lint/extract/expressions.h"

namespace unblock::lint {
namespace {

/// Small numbers only: what functions are asked to do, not how much.
std::optional<unsigned> constant_value(const clang::ASTContext& ast, const clang::Expr* expr) {
  if (expr->isValueDependent() || expr->isTypeDependent()) return std::nullopt;
  if (expr->getType()->isPointerType() || expr->getType()->isNullPtrType()) return is_null(ast, expr) ? std::optional<unsigned>(0) : std::nullopt;
  const auto value = constant_integer(ast, expr);
  if (!value || value->isNegative() || value->getActiveBits() > 16) return std::nullopt;
  return static_cast<unsigned>(value->getZExtValue());
}

bool leaves(const clang::Stmt* statement) {
  if (const auto* block = llvm::dyn_cast_or_null<clang::CompoundStmt>(statement)) statement = block->body_empty() ? nullptr : block->body_back();
  return statement && (llvm::isa<clang::ReturnStmt>(statement) || llvm::isa<clang::CoreturnStmt>(statement) ||
                       llvm::isa<clang::CXXThrowExpr>(statement));
}

class TestsAround {
 public:
  TestsAround(const Unit& unit, const CallSite& call) : unit_(unit), call_(call), parents_(unit.parents(*call.in)) {}

  std::vector<facts::ParameterTest> find() {
    const clang::Stmt* here = call_.expr;
    for (const clang::Stmt* above = parents_.of(here); above; here = above, above = parents_.of(above)) look_at(*above, here);
    return std::move(found_);
  }

 private:
  void look_at(const clang::Stmt& above, const clang::Stmt* here) {
    if (const auto* branch = llvm::dyn_cast<clang::IfStmt>(&above)) {
      if (here == branch->getThen()) add(branch->getCond(), true);
      if (here == branch->getElse()) add(branch->getCond(), false);
    } else if (const auto* choice = llvm::dyn_cast<clang::ConditionalOperator>(&above)) {
      if (here == choice->getTrueExpr()) add(choice->getCond(), true);
      if (here == choice->getFalseExpr()) add(choice->getCond(), false);
    } else if (const auto* both = llvm::dyn_cast<clang::BinaryOperator>(&above); both && both->isLogicalOp() && here == both->getRHS()) {
      add(both->getLHS(), both->getOpcode() == clang::BO_LAnd);
    } else if (const auto* labels = llvm::dyn_cast<clang::SwitchStmt>(&above)) {
      if (here == labels->getBody()) add_label(*labels);
    } else if (const auto* block = llvm::dyn_cast<clang::CompoundStmt>(&above)) {
      part_ = here;
      for (const clang::Stmt* before : block->body()) {
        if (before == here) break;
        const auto* exit = llvm::dyn_cast<clang::IfStmt>(before);
        if (exit && !exit->getElse() && leaves(exit->getThen())) add(exit->getCond(), false);
      }
    }
  }

  /// switch (mode) { case Mode::wait: join(); }: the labels that lead to the part of its body in which the call is made.
  void add_label(const clang::SwitchStmt& choice) {
    const auto* body = llvm::dyn_cast<clang::CompoundStmt>(choice.getBody());
    if (!body || !part_) return;
    std::vector<const clang::Expr*> labels;
    bool preset = false;
    bool falls_in = false;
    for (const clang::Stmt* statement : body->body()) {
      const clang::Stmt* inner = statement;
      if (llvm::isa<clang::SwitchCase>(statement) && !falls_in) {
        labels.clear();
        preset = false;
      }
      while (const auto* label = llvm::dyn_cast<clang::SwitchCase>(inner)) {
        const auto* value = llvm::dyn_cast<clang::CaseStmt>(label);
        preset = preset || !value || value->caseStmtIsGNURange();
        if (value) labels.push_back(value->getLHS());
        inner = label->getSubStmt();
      }
      if (statement == part_) break;
      falls_in = !llvm::isa<clang::BreakStmt>(inner) && !leaves(inner);
    }
    if (!preset && labels.size() == 1) add_test(choice.getCond(), constant_value(*unit_.ast, labels[0]), false);
  }

  /// `condition` is `outcome` where the call is made.
  void add(const clang::Expr* condition, bool outcome) {
    condition = condition ? condition->IgnoreParenImpCasts() : nullptr;
    if (!condition) return;
    if (const auto* negated = llvm::dyn_cast<clang::UnaryOperator>(condition); negated && negated->getOpcode() == clang::UO_LNot) {
      return add(negated->getSubExpr(), !outcome);
    }
    const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(condition);
    if (binary && binary->getOpcode() == (outcome ? clang::BO_LAnd : clang::BO_LOr)) {
      add(binary->getLHS(), outcome);
      return add(binary->getRHS(), outcome);
    }
    if (binary && binary->isRelationalOp()) return add_relation(*binary, outcome);
    if (binary && binary->isEqualityOp()) {
      const bool differs = (binary->getOpcode() == clang::BO_EQ) != outcome;
      return add_test(binary->getLHS(), constant_value(*unit_.ast, binary->getRHS()), differs);
    }
    add_test(condition, 0, outcome);
  }

  /// `count > 0` and `0 < count` rule out a zero.
  void add_relation(const clang::BinaryOperator& relation, bool outcome) {
    clang::BinaryOperatorKind kind = relation.getOpcode();
    const clang::Expr* left = relation.getLHS();
    const clang::Expr* right = relation.getRHS();
    if (constant_value(*unit_.ast, left) == 0U) {
      std::swap(left, right);
      kind = clang::BinaryOperator::reverseComparisonOp(kind);
    }
    const bool positive = outcome ? kind == clang::BO_GT : kind == clang::BO_LE;
    if (positive && constant_value(*unit_.ast, right) == 0U) add_test(left, 0, true);
  }

  void add_test(const clang::Expr* expr, std::optional<unsigned> value, bool differs) {
    const auto* name = llvm::dyn_cast<clang::DeclRefExpr>(expr->IgnoreParenImpCasts());
    const auto* parameter = name ? llvm::dyn_cast<clang::ParmVarDecl>(name->getDecl()) : nullptr;
    if (!value || !parameter || parameter->getDeclContext() != call_.in->decl || is_changed(*parameter)) return;
    if (parameter->getType()->isReferenceType() && !parameter->getType().getNonReferenceType().isConstQualified()) return;
    found_.push_back({parameter->getFunctionScopeIndex(), *value, differs});
  }

  bool is_changed(const clang::ParmVarDecl& parameter) const {
    return std::any_of(unit_.assignments.begin(), unit_.assignments.end(), [&](const Assignment& each) { return each.to == &parameter; }) ||
           std::any_of(call_.in->references.begin(), call_.in->references.end(), [&](const clang::DeclRefExpr* name) {
             const auto* above = name->getDecl() == &parameter ? llvm::dyn_cast_or_null<clang::UnaryOperator>(parents_.of(name)) : nullptr;
             return above && (above->isIncrementDecrementOp() || above->getOpcode() == clang::UO_AddrOf);
           });
  }

  const Unit& unit_;
  const CallSite& call_;
  const Parents& parents_;
  const clang::Stmt* part_ = nullptr;  ///< of the innermost block around what was looked at last
  std::vector<facts::ParameterTest> found_;
};

}  // namespace

std::vector<facts::ParameterTest> parameter_tests(const Unit& unit, const CallSite& call) {
  if (call.in->decl->getNumParams() == 0 || call.in->decl->isDependentContext()) return {};
  return TestsAround(unit, call).find();
}

std::vector<facts::Constant> constants_given(const Unit& unit, const CallSite& call) {
  std::vector<facts::Constant> given;
  if (!call.callee || call.callee->isDependentContext()) return given;
  for (unsigned i = 0; i < call.callee->getNumParams(); ++i) {
    const clang::ParmVarDecl* parameter = call.callee->getParamDecl(i);
    const bool preset = parameter->hasDefaultArg() && !parameter->hasUnparsedDefaultArg() && !parameter->hasUninstantiatedDefaultArg();
    const clang::Expr* value = i < call.arguments.size() ? call.arguments[i] : preset ? parameter->getDefaultArg()
                                                                                      : nullptr;
    const auto number = value ? constant_value(*unit.ast, value) : std::nullopt;
    if (number) given.push_back({i, *number});
  }
  return given;
}

}  // namespace unblock::lint
