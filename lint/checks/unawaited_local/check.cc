// async-unawaited-local: a task kept in a local variable that on some path is neither awaited, returned, moved nor handed over.
#include <clang/AST/DeclTemplate.h>
#include <clang/AST/StmtCXX.h>
#include <fmt/format.h>

#include <set>

#include "lint/checks/check.h"
#include "lint/extract/callable.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/has_role.h"
#include "lint/extract/task_type.h"
#include "lint/extract/trail.h"
#include "lint/flow/flow.h"
#include "lint/flow/lifetime.h"
#include "lint/flow/rounds.h"

namespace unblock::lint {
namespace {

/// Members that only look at a task, and those that only fill a container.
constexpr RoleSet kHarmless = Role::only_looks | Role::puts_in | Role::makes_room;

/// The task type inside a standard container of tasks; null for others.
clang::QualType element_type(const Unit& unit, clang::QualType type) {
  const auto* record = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(class_of(type));
  if (!has_role(unit, record, Role::sequence) || record->getTemplateArgs().size() == 0) return {};
  const auto& first = record->getTemplateArgs()[0];
  return first.getKind() == clang::TemplateArgument::Type ? first.getAsType() : clang::QualType();
}

/// Whether a value came out of what waits for all that it was given: when_all(…).get(), co_await when_all(…). Tasks in it have ended.
bool has_been_waited_for(const Unit& unit, const clang::Expr* value, Trail& trail) {
  const clang::Expr* from = value ? bare(value) : nullptr;
  if (!from || !trail.enter(from)) return false;
  if (const auto* await = llvm::dyn_cast<clang::CoawaitExpr>(from)) return has_been_waited_for(unit, await->getOperand(), trail);
  if (const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(from)) return call->getNumArgs() == 0 && has_been_waited_for(unit, call->getImplicitObjectArgument(), trail);
  if (const auto* call = llvm::dyn_cast<clang::CallExpr>(from)) return has_role(unit, call->getDirectCallee(), Role::waits_for_all);
  const auto* name = llvm::dyn_cast<clang::DeclRefExpr>(from);
  const auto* variable = name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
  return variable && variable->isLocalVarDecl() && has_been_waited_for(unit, variable->getInit(), trail);
}

class UnawaitedLocal : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    for (const Function& function : unit.functions) {
      for (const clang::VarDecl* local : function.locals) look_at(unit, function, *local);
    }
  }

 private:
  void look_at(const Unit& unit, const Function& function, const clang::VarDecl& local) {
    if (!local.hasLocalStorage() || local.getType()->isReferenceType() || local.isInitCapture() || local.isImplicit()) return;
    if (function.decl->isDependentContext() || !declared_in(local, function)) return;
    const clang::QualType element = element_type(unit, local.getType());
    const TaskType type = task_type(unit, element.isNull() ? local.getType() : element);
    if (!type.coroutine || !type.must_be_awaited()) return;
    if (element.isNull() && !holds_task(local)) return;
    Trail trail;
    if (!element.isNull() && has_been_waited_for(unit, local.getInit(), trail)) return;
    const auto uses = consuming_uses(unit, function, local);
    if (uses.empty()) {
      report(local.getLocation(), message(local, type, !element.isNull(), ""));
    } else if (element.isNull()) {
      look_at_paths(unit, function, local, type, uses);
    }
  }

  /// Initialised by a call: a default-constructed task holds nothing.
  static bool holds_task(const clang::VarDecl& local) {
    const clang::Expr* init = local.getInit() ? bare(local.getInit()) : nullptr;
    return llvm::isa_and_nonnull<clang::CallExpr>(init);
  }

  static std::set<const clang::Stmt*> consuming_uses(const Unit& unit, const Function& function, const clang::VarDecl& local) {
    std::set<const clang::Stmt*> uses;
    const Parents& parents = unit.parents(function);
    for (const clang::DeclRefExpr* name : function.references) {
      if (name->getDecl() != &local || is_harmless(unit, parents, *name)) continue;
      uses.insert(name);
      for (const clang::Expr* condition : surely_running_loops(unit, function, *name)) uses.insert(condition);
    }
    return uses;
  }

  static bool is_harmless(const Unit& unit, const Parents& parents, const clang::DeclRefExpr& name) {
    const clang::Stmt* above = parents.of(&name);
    while (llvm::isa_and_nonnull<clang::ImplicitCastExpr>(above) || llvm::isa_and_nonnull<clang::ParenExpr>(above)) above = parents.of(above);
    if (const auto* cast = llvm::dyn_cast_or_null<clang::ExplicitCastExpr>(above)) return cast->getType()->isVoidType();
    const auto* member = llvm::dyn_cast_or_null<clang::MemberExpr>(above);
    return member && has_role(unit, member->getMemberDecl(), kHarmless);
  }

  void look_at_paths(const Unit& unit, const Function& function, const clang::VarDecl& local, const TaskType& type,
                     const std::set<const clang::Stmt*>& uses) {
    const Flow flow(unit, function);
    if (!flow.valid()) return;
    const clang::Stmt* declaration = declaring_statement(unit, function, local);
    if (!declaration) return;
    bool lost = false;
    std::string where;
    flow.after(declaration, [&](const FlowPoint& point) { return uses.count(point.statement) != 0 ? Step::stop : Step::go_on; }, [&](const clang::Stmt* last) {
                 lost = true;
                 const auto line = unit.ast->getSourceManager().getExpansionLineNumber(last ? last->getBeginLoc() : local.getLocation());
                 where = fmt::format(" on the path that leaves at line {}", line); });
    if (lost) report(local.getLocation(), message(local, type, false, where));
  }

  static const clang::Stmt* declaring_statement(const Unit& unit, const Function& function, const clang::VarDecl& local) {
    const Parents& parents = unit.parents(function);
    for (const clang::Stmt* here = local.getInit(); here; here = parents.of(here)) {
      if (llvm::isa<clang::DeclStmt>(here)) return here;
    }
    return nullptr;
  }

  static std::string message(const clang::VarDecl& local, const TaskType& type, bool container, const std::string& where) {
    const std::string name = local.getNameAsString();
    const std::string what = container ? fmt::format("the tasks in '{}' are", name) : fmt::format("the task '{}' is", name);
    const char* loss = type.start == TaskStart::lazy    ? "never runs"
                       : type.start == TaskStart::eager ? "loses its result and its exception"
                                                        : "is lost";
    return fmt::format("{} neither awaited nor handed over{}, so the work {}{}", what, where, loss,
                       instead_clause("co_await it on every path, or make it where it is awaited", ""));
  }
};

}  // namespace

std::unique_ptr<Check> make_unawaited_local(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<UnawaitedLocal>(name, context, session);
}

}  // namespace unblock::lint
