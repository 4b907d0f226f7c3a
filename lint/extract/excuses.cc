#include "lint/extract/excuses.h"

#include <clang/AST/StmtCXX.h>

#include <algorithm>

#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"

namespace unblock::lint {
namespace {

bool ends_the_process(const clang::Stmt* statement) {
  const auto* expr = llvm::dyn_cast_or_null<clang::Expr>(statement);
  const auto* call = expr ? llvm::dyn_cast<clang::CallExpr>(expr->IgnoreParenCasts()) : nullptr;
  const auto* callee = call ? call->getDirectCallee() : nullptr;
  return callee && callee->isNoReturn();
}

/// The member, global or static that is not set yet where `condition` holds: `done_` of `!done_`, `file_` of `file_ == nullptr`; with
/// `negated`, where it does not. Null for others.
const clang::ValueDecl* unset_flag(const clang::Expr* condition, bool negated) {
  condition = bare(condition);
  if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(condition); unary && unary->getOpcode() == clang::UO_LNot) return unset_flag(unary->getSubExpr(), !negated);
  if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(condition); binary && binary->isEqualityOp()) {
    const bool null = llvm::isa<clang::CXXNullPtrLiteralExpr>(bare(binary->getRHS())) || llvm::isa<clang::GNUNullExpr>(bare(binary->getRHS()));
    const bool asks_unset = (binary->getOpcode() == clang::BO_EQ) != negated;
    return null && asks_unset ? unset_flag(binary->getLHS(), true) : nullptr;
  }
  const clang::QualType type = condition->getType();
  if (!negated || !(type->isBooleanType() || type->isPointerType())) return nullptr;
  if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(condition)) return llvm::dyn_cast<clang::FieldDecl>(member->getMemberDecl());
  const auto* name = llvm::dyn_cast<clang::DeclRefExpr>(condition);
  const auto* variable = name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
  return variable && variable->hasGlobalStorage() ? variable : nullptr;
}

class Finder {
 public:
  Finder(const Unit& unit, const Function& function, llvm::DenseSet<const clang::Stmt*>& out) : unit_(unit), function_(function), ast_(*unit.ast), out_(out) {}

  void walk(const clang::Stmt* statement, bool excused) {
    if (!statement) return;
    if (excused) out_.insert(statement);
    if (const auto* block = llvm::dyn_cast<clang::CompoundStmt>(statement)) return walk_block(*block, excused);
    if (const auto* branch = llvm::dyn_cast<clang::IfStmt>(statement)) return walk_branch(*branch, excused);
    if (const auto* declaration = llvm::dyn_cast<clang::DeclStmt>(statement)) excused = excused || is_static(*declaration);
    for (const clang::Stmt* child : written_children(*statement)) walk(child, excused);
  }

 private:
  /// What stands before a call that does not return, in one block, runs only when the process ends.
  void walk_block(const clang::CompoundStmt& block, bool excused) {
    const auto end = std::find_if(block.body_begin(), block.body_end(), ends_the_process);
    const bool ends = end != block.body_end();
    bool first_time = false;
    for (auto statement = block.body_begin(); statement != block.body_end(); ++statement) {
      walk(*statement, excused || first_time || (ends && statement <= end));
      first_time = first_time || leaves_when_done(*statement, block);
    }
  }

  /// `if (loaded_) return; … loaded_ = true;`: what follows runs once.
  bool leaves_when_done(const clang::Stmt* statement, const clang::CompoundStmt& block) const {
    const auto* branch = llvm::dyn_cast<clang::IfStmt>(statement);
    const clang::Stmt* then = branch && !branch->getElse() ? branch->getThen() : nullptr;
    if (const auto* inner = llvm::dyn_cast_or_null<clang::CompoundStmt>(then)) then = inner->size() == 1 ? inner->body_front() : nullptr;
    if (!llvm::isa_and_nonnull<clang::ReturnStmt>(then)) return false;
    const clang::ValueDecl* flag = unset_flag(branch->getCond(), true);
    return flag && is_set_once(*flag, block);
  }

  /// Whether `within` sets a flag that nobody takes back: constructors may clear it, and declarations.
  bool is_set_once(const clang::ValueDecl& flag, const clang::Stmt& within) const {
    bool sets = false;
    for (const Assignment& assignment : unit_.assignments) {
      if (assignment.to != &flag) continue;
      if (assignment.in != &function_) {
        if (!assignment.in || !llvm::isa<clang::CXXConstructorDecl>(assignment.in->decl)) return false;
        continue;
      }
      if (is_false(assignment.value) || !stands_in(*assignment.value, within)) return false;
      sets = true;
    }
    return sets;
  }

  bool is_false(const clang::Expr* value) const { return is_null(ast_, value) || constant(value) == false; }

  bool stands_in(const clang::Stmt& inner, const clang::Stmt& outer) const {
    const Parents& parents = unit_.parents(function_);
    const clang::Stmt* here = &inner;
    while (here && here != &outer) here = parents.of(here);
    return here != nullptr;
  }

  void walk_branch(const clang::IfStmt& branch, bool excused) {
    walk(branch.getInit(), excused);
    walk(branch.getCond(), excused);
    const std::optional<bool> taken = constant(branch.getCond());
    const clang::ValueDecl* flag = unset_flag(branch.getCond(), false);
    const bool once = flag && is_set_once(*flag, *branch.getThen());
    walk(branch.getThen(), excused || once || (taken && !*taken));
    walk(branch.getElse(), excused || (taken && *taken));
  }

  std::optional<bool> constant(const clang::Expr* condition) const {
    bool value = false;
    if (!condition || condition->isValueDependent() || condition->isTypeDependent()) return std::nullopt;
    if (!condition->EvaluateAsBooleanCondition(value, ast_)) return std::nullopt;
    return value;
  }

  /// A static local is initialised once.
  static bool is_static(const clang::DeclStmt& declaration) {
    return std::all_of(declaration.decl_begin(), declaration.decl_end(), [](const clang::Decl* decl) {
      const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl);
      return variable && variable->isStaticLocal();
    });
  }

  const Unit& unit_;
  const Function& function_;
  const clang::ASTContext& ast_;
  llvm::DenseSet<const clang::Stmt*>& out_;
};

/// `future.then([](auto ready) { ready.get(); })`
bool asks_own_argument(const Unit& unit, const CallSite& call) {
  if (!call.object || !call.in->lambda || !has_role(unit, call.object->getType(), Role::future)) return false;
  const auto* parameter = llvm::dyn_cast_or_null<clang::ParmVarDecl>(named_object(call.object));
  return parameter && parameter->getDeclContext() == call.in->decl;
}

/// p of `p.get_future()`
const clang::ValueDecl* promise_asked(const Unit& unit, const clang::Expr* expr) {
  const auto* got = llvm::dyn_cast<clang::CXXMemberCallExpr>(bare(expr));
  return got && has_role(unit, got->getMethodDecl(), Role::gives_future) ? named_object(got->getImplicitObjectArgument()) : nullptr;
}

/// The promise (or packaged task) that a future was got from: p of `auto f = p.get_future();`
const clang::ValueDecl* promise_of(const Unit& unit, const CallSite& call) {
  if (const clang::ValueDecl* promise = call.object ? promise_asked(unit, call.object) : nullptr) return promise;
  const auto* future = call.object ? llvm::dyn_cast_or_null<clang::VarDecl>(named_object(call.object)) : nullptr;
  return future && future->isLocalVarDecl() && future->getInit() ? promise_asked(unit, future->getInit()) : nullptr;
}

/// p.set_value(1), task()
bool keeps_promise(const Unit& unit, const CallSite& call, const clang::ValueDecl& promise) {
  if (!call.object || named_object(call.object) != &promise) return false;
  return has_role(unit, call, Role::keeps_promise) || (call.callee && call.callee->getOverloadedOperator() == clang::OO_Call);
}

/// `p.set_value(1); … f.get()`: it has its value, whatever way the function took.
bool promise_is_kept(const Unit& unit, const CallSite& call) {
  const clang::ValueDecl* promise = call.object && has_role(unit, call.object->getType(), Role::future) ? promise_of(unit, call) : nullptr;
  if (!promise) return false;
  const Parents& parents = unit.parents(*call.in);
  llvm::DenseSet<const clang::Stmt*> around;
  for (const clang::Stmt* above = parents.of(call.expr); above; above = parents.of(above)) around.insert(above);
  for (const CallSite& other : call.in->calls) {
    if (&other == &call) return false;
    if (!keeps_promise(unit, other, *promise)) continue;
    const clang::Stmt* block = parents.of(other.expr);
    while (block && llvm::isa<clang::Expr>(block)) block = parents.of(block);
    if (around.contains(block) && llvm::isa<clang::CompoundStmt>(block)) return true;
  }
  return false;
}

}  // namespace

llvm::DenseSet<const clang::Stmt*> find_excused(const Unit& unit, const Function& function) {
  llvm::DenseSet<const clang::Stmt*> found;
  if (!function.body || function.decl->isDependentContext()) return found;
  Finder(unit, function, found).walk(function.body, function.decl->isNoReturn());
  return found;
}

bool is_excused(const Unit& unit, const CallSite& call) {
  return asks_own_argument(unit, call) || promise_is_kept(unit, call) || unit.excused(*call.in).contains(call.expr);
}

}  // namespace unblock::lint
