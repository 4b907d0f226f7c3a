#include "lint/extract/excuses.h"

#include <clang/AST/StmtCXX.h>

#include <algorithm>

#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"

namespace unblock::lint {
namespace {

bool ends_the_process(const clang::Stmt* statement) {
  const auto* expr = llvm::dyn_cast_or_null<clang::Expr>(statement);
  const auto* call = expr ? llvm::dyn_cast<clang::CallExpr>(expr->IgnoreParenCasts()) : nullptr;
  const auto* callee = call ? call->getDirectCallee() : nullptr;
  return callee && callee->isNoReturn();
}

class Finder {
 public:
  Finder(const clang::ASTContext& ast, llvm::DenseSet<const clang::Stmt*>& out) : ast_(ast), out_(out) {}

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
    for (auto statement = block.body_begin(); statement != block.body_end(); ++statement) {
      walk(*statement, excused || (ends && statement <= end));
    }
  }

  void walk_branch(const clang::IfStmt& branch, bool excused) {
    walk(branch.getInit(), excused);
    walk(branch.getCond(), excused);
    const std::optional<bool> taken = constant(branch.getCond());
    walk(branch.getThen(), excused || (taken && !*taken));
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

  const clang::ASTContext& ast_;
  llvm::DenseSet<const clang::Stmt*>& out_;
};

bool is_future(clang::QualType type) {
  if (type.isNull()) return false;
  const auto* record = class_of(type);
  const std::string name = record ? record->getNameAsString() : "";
  return name == "future" || name == "shared_future" || name == "task" || name == "Future" || name == "result";
}

/// `future.then([](auto ready) { ready.get(); })`
bool asks_own_argument(const CallSite& call) {
  if (!call.object || !call.in->lambda || !is_future(call.object->getType())) return false;
  const auto* parameter = llvm::dyn_cast_or_null<clang::ParmVarDecl>(named_object(call.object));
  return parameter && parameter->getDeclContext() == call.in->decl;
}

bool is_named(const CallSite& call, std::initializer_list<llvm::StringRef> names) {
  return call.callee && call.callee->getIdentifier() && std::find(names.begin(), names.end(), call.callee->getName()) != names.end();
}

/// The promise that a local future was got from: p of `auto f = p.get_future();`
const clang::ValueDecl* promise_of(const CallSite& call) {
  const auto* future = call.object ? llvm::dyn_cast_or_null<clang::VarDecl>(named_object(call.object)) : nullptr;
  const auto* got = future && future->isLocalVarDecl() && future->getInit() ? llvm::dyn_cast<clang::CXXMemberCallExpr>(bare(future->getInit())) : nullptr;
  const auto* method = got ? got->getMethodDecl() : nullptr;
  const bool gets = method && method->getIdentifier() && (method->getName() == "get_future" || method->getName() == "getFuture");
  return gets ? named_object(got->getImplicitObjectArgument()) : nullptr;
}

/// `p.set_value(1); … f.get()`: it has its value, whatever way the function took.
bool promise_is_kept(const Unit& unit, const CallSite& call) {
  const clang::ValueDecl* promise = is_future(call.object ? call.object->getType() : clang::QualType()) ? promise_of(call) : nullptr;
  if (!promise) return false;
  const Parents& parents = unit.parents(*call.in);
  llvm::DenseSet<const clang::Stmt*> around;
  for (const clang::Stmt* above = parents.of(call.expr); above; above = parents.of(above)) around.insert(above);
  for (const CallSite& other : call.in->calls) {
    if (&other == &call) return false;
    if (!other.object || named_object(other.object) != promise || !is_named(other, {"set_value", "set_exception", "setValue", "setException"})) continue;
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
  Finder(*unit.ast, found).walk(function.body, function.decl->isNoReturn());
  return found;
}

bool is_excused(const Unit& unit, const CallSite& call) {
  return asks_own_argument(call) || promise_is_kept(unit, call) || unit.excused(*call.in).contains(call.expr);
}

}  // namespace unblock::lint
