// async-reference-across-suspend: what points into a container, or at a thread's own variable, is used after a suspension.
#include <clang/AST/StmtCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <fmt/format.h>

#include <algorithm>

#include "lint/checks/check.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/extract/statements.h"
#include "lint/extract/suspends.h"
#include "lint/lifetimes/containers.h"
#include "lint/lifetimes/lenders.h"

namespace unblock::lint {
namespace {

/// `thread_local` behind a reference or pointer.
const clang::VarDecl* thread_local_behind(const clang::VarDecl& local) {
  if (!local.getInit() || !(local.getType()->isReferenceType() || local.getType()->isPointerType())) return nullptr;
  const clang::Expr* init = bare(local.getInit());
  if (const auto* address = llvm::dyn_cast<clang::UnaryOperator>(init); address && address->getOpcode() == clang::UO_AddrOf) init = bare(address->getSubExpr());
  const auto* name = llvm::dyn_cast<clang::DeclRefExpr>(init);
  const auto* variable = name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
  return variable && variable->getTLSKind() != clang::VarDecl::TLS_None ? variable : nullptr;
}

class ReferenceAcrossSuspend : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    lifetimes_ = &lifetimes(unit);
    for (const Function& function : unit.functions) {
      if (!suspends(function)) continue;
      const bool locked = holds_a_lock(function);
      for (const clang::VarDecl* local : function.locals) look_at(function, *local, locked);
      if (!locked) look_at_loops(function);
      look_at_thread_locals(function);
    }
  }

 private:
  void look_at(const Function& function, const clang::VarDecl& local, bool locked) {
    if (const clang::VarDecl* variable = thread_local_behind(local)) {
      const auto use = used_after_suspension(function, local);
      if (use.name) say_thread_local(local, *variable, use);
      return;
    }
    if (say_temporary(local) || say_view(local) || locked || local.isCXXForRangeDecl() || local.isImplicit()) return;
    const Borrowed borrowed = borrowed_from(*lifetimes_, local);
    if (!borrowed.container) return;
    const CallSite* change = invalidated_by(*lifetimes_, borrowed, function);
    if (!change) return;
    const auto use = used_after_suspension(function, local);
    if (use.name && change->expr->getBeginLoc() != use.name->getBeginLoc()) say(local, borrowed, *change, use);
  }

  struct Use {
    const clang::DeclRefExpr* name = nullptr;
    const clang::Expr* suspension = nullptr;
  };

  /// The first use of a local after a suspension that does not give it another value.
  Use used_after_suspension(const Function& function, const clang::VarDecl& local) const {
    const Flow& flow = lifetimes_->flow(function);
    const clang::Stmt* declaration = lifetimes_->unit().parents(function).of(local.getInit());
    Use found;
    if (!declaration) return found;
    flow.after(declaration, [&](const FlowPoint& outer) {
      if (found.name) return Step::stop;
      if (!outer.statement) return Step::go_on;
      if (gets_another(*outer.statement, local)) return Step::stop;
      if (!llvm::isa<clang::CoroutineSuspendExpr>(outer.statement)) return Step::go_on;
      const auto* suspension = llvm::cast<clang::Expr>(outer.statement);
      flow.after(suspension, [&](const FlowPoint& point) {
        if (found.name || !point.statement) return found.name ? Step::stop : Step::go_on;
        if (gets_another(*point.statement, local)) return Step::stop;
        const auto* name = llvm::dyn_cast<clang::DeclRefExpr>(point.statement);
        if (!name || name->getDecl() != &local || gets_value(function, *name)) return Step::go_on;
        found = {name, suspension};
        return Step::stop;
      });
      return Step::go_on;
    });
    return found;
  }

  /// Whether a local points elsewhere from here on. What is assigned to a reference goes to what it refers to.
  bool gets_another(const clang::Stmt& statement, const clang::VarDecl& local) const {
    const bool declares = llvm::isa<clang::DeclStmt>(statement);
    return (declares || !local.getType()->isReferenceType()) && changes(lifetimes_->unit(), statement, {&local, false, {}, false});
  }

  /// Whether a name stands on the left of `=`: `it = map_.find(key)`.
  bool gets_value(const Function& function, const clang::DeclRefExpr& name) const {
    if (name.getDecl()->getType()->isReferenceType()) return false;
    const clang::Stmt* above = lifetimes_->unit().parents(function).of(&name);
    if (const auto* binary = llvm::dyn_cast_or_null<clang::BinaryOperator>(above)) {
      return binary->getOpcode() == clang::BO_Assign && binary->getLHS()->IgnoreParenCasts() == &name;
    }
    const auto* operation = llvm::dyn_cast_or_null<clang::CXXOperatorCallExpr>(above);
    return operation && operation->getOperator() == clang::OO_Equal && operation->getArg(0)->IgnoreParenCasts() == &name;
  }

  /// for (auto& session : sessions_) co_await session.stop();
  void look_at_loops(const Function& function) {
    each_statement(function.body, [&](const clang::Stmt& statement) {
      const auto* loop = llvm::dyn_cast<clang::CXXForRangeStmt>(&statement);
      if (loop) look_at_loop(function, *loop);
      return true;
    });
  }

  void look_at_loop(const Function& function, const clang::CXXForRangeStmt& loop) {
    const clang::Expr* range = loop.getRangeInit();
    if (!range || !is_container(lifetimes_->unit(), range->getType())) return;
    const Object container = lifetimes_->object(range);
    if (!container || !container.of_this || container.members.empty()) return;
    const clang::Stmt* suspension = nullptr;
    bool leaves = false;
    each_statement(loop.getBody(), [&](const clang::Stmt& part) {
      if (!suspension && llvm::isa<clang::CoroutineSuspendExpr>(part)) suspension = &part;
      leaves = leaves || llvm::isa<clang::BreakStmt>(part) || llvm::isa<clang::CoreturnStmt>(part);
      return true;
    });
    if (!suspension || leaves) return;
    const CallSite* change = invalidated_by(*lifetimes_, {container, true}, function);
    if (!change) return;
    const std::string message = fmt::format("this loop over '{}' suspends, and '{}' may be changed before it goes on", container.name(), container.name());
    if (!report(loop.getForLoc(), message + instead_clause("loop over a copy", ""))) return;
    note(suspension->getBeginLoc(), "suspended here");
    note(change->location(), fmt::format("changed here by '{}'", change->in->name()));
  }

  /// auto& x = co_await make(): a reference to what the temporary that was awaited holds.
  bool say_temporary(const clang::VarDecl& local) {
    if (!local.getType()->isReferenceType() || !local.getInit()) return false;
    const clang::Expr* init = local.getInit();
    if (const auto* cleanups = llvm::dyn_cast<clang::ExprWithCleanups>(init)) init = cleanups->getSubExpr();
    const auto* await = llvm::dyn_cast<clang::CoawaitExpr>(init->IgnoreImplicit()->IgnoreParenCasts());
    if (!await || !await->getResumeExpr() || !await->isGLValue()) return false;
    const clang::Expr* operand = await->getOperand()->IgnoreImplicit();
    const auto* task = operand->isPRValue() ? class_of(operand->getType()) : nullptr;
    const auto* special = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(task);
    if (!special || !special->hasDefinition() || special->hasTrivialDestructor() || special->getTemplateArgs().size() == 0) return false;
    const auto& result = special->getTemplateArgs()[0];
    if (result.getKind() != clang::TemplateArgument::Type || result.getAsType()->isReferenceType()) return false;
    if (!owns_a_frame(*task)) return false;
    const std::string message = fmt::format("'{}' refers into the awaited temporary, which dies at the end of this statement", local.getNameAsString());
    report(local.getLocation(), message + instead_clause("keep the result by value", ""));
    return true;
  }

  /// std::string_view name = co_await ask(); the string that was returned dies with the statement.
  bool say_view(const clang::VarDecl& local) {
    if (!local.getInit() || !only_leads(lifetimes_->unit(), local.getType())) return false;
    const Lender lender = lender_of_value(lifetimes_->objects(), local.getInit());
    if (!lender.temporary || !any_statement(lender.temporary, [](const clang::Stmt& part) { return llvm::isa<clang::CoawaitExpr>(part); })) return false;
    const std::string message = fmt::format("'{}' leads into what co_await returned, which dies at the end of this statement", local.getNameAsString());
    report(local.getLocation(), message + instead_clause("keep the result by value", ""));
    return true;
  }

  /// cursor = 3; co_await …; use(cursor); of a thread_local: the thread that goes on may be another one, with another value.
  void look_at_thread_locals(const Function& function) {
    llvm::DenseSet<const clang::VarDecl*> said;
    for (const clang::DeclRefExpr* name : function.references) {
      const auto* variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl());
      if (!variable || variable->getTLSKind() == clang::VarDecl::TLS_None || said.contains(variable)) continue;
      const clang::Stmt* write = assignment_to(function, *name);
      const Use use = write ? read_after_suspension(function, *write, *variable) : Use{};
      if (use.name && said.insert(variable).second) say_own_thread_local(*variable, use);
    }
  }

  /// The assignment that a name stands on the left of.
  const clang::Stmt* assignment_to(const Function& function, const clang::DeclRefExpr& name) const {
    return gets_value(function, name) ? lifetimes_->unit().parents(function).of(&name) : nullptr;
  }

  Use read_after_suspension(const Function& function, const clang::Stmt& write, const clang::VarDecl& variable) const {
    const Flow& flow = lifetimes_->flow(function);
    const auto named = [&](const FlowPoint& point) {
      const auto* name = llvm::dyn_cast_or_null<clang::DeclRefExpr>(point.statement);
      return name && name->getDecl() == &variable ? name : nullptr;
    };
    Use found;
    flow.after(&write, [&](const FlowPoint& outer) {
      const clang::DeclRefExpr* before = named(outer);
      if (found.name || (before && gets_value(function, *before))) return Step::stop;
      if (!llvm::isa_and_nonnull<clang::CoroutineSuspendExpr>(outer.statement)) return Step::go_on;
      const auto* suspension = llvm::cast<clang::Expr>(outer.statement);
      flow.after(suspension, [&](const FlowPoint& point) {
        const clang::DeclRefExpr* name = found.name ? nullptr : named(point);
        if (!name) return found.name ? Step::stop : Step::go_on;
        if (!gets_value(function, *name)) found = {name, suspension};
        return Step::stop;
      });
      return found.name ? Step::stop : Step::go_on;
    });
    return found;
  }

  void say_own_thread_local(const clang::VarDecl& variable, const Use& use) {
    const std::string message = fmt::format("the thread_local '{}' may be another thread's after the suspension", variable.getNameAsString());
    if (!report(use.name->getBeginLoc(), message + instead_clause("a local of the coroutine", ""))) return;
    note(use.suspension->getBeginLoc(), "another thread may go on from here");
  }

  /// Whether a class is what coroutines return: it owns its frame, and the result in it.
  static bool owns_a_frame(const clang::CXXRecordDecl& task) {
    return std::any_of(task.decls_begin(), task.decls_end(), [](const clang::Decl* decl) {
      const auto* named = llvm::dyn_cast<clang::NamedDecl>(decl);
      return named && named->getIdentifier() && named->getName() == "promise_type";
    });
  }

  void say_thread_local(const clang::VarDecl& local, const clang::VarDecl& variable, const Use& use) {
    const std::string message = fmt::format("'{}' refers to the thread_local '{}' of the thread before the suspension", local.getNameAsString(), variable.getNameAsString());
    if (!report(use.name->getBeginLoc(), message + instead_clause("read it again after the suspension", ""))) return;
    note(use.suspension->getBeginLoc(), "another thread may go on from here");
  }

  void say(const clang::VarDecl& local, const Borrowed& borrowed, const CallSite& change, const Use& use) {
    const std::string message = fmt::format("'{}' points into '{}', which may have changed while the coroutine was suspended", local.getNameAsString(), borrowed.container.name());
    if (!report(use.name->getBeginLoc(), message + instead_clause("look it up again after the suspension", ""))) return;
    note(local.getLocation(), "taken here");
    note(use.suspension->getBeginLoc(), "suspended here");
    note(change.location(), fmt::format("changed here by '{}'", change.in->name()));
  }

  const Lifetimes* lifetimes_ = nullptr;
};

}  // namespace

std::unique_ptr<Check> make_reference_across_suspend(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<ReferenceAcrossSuspend>(name, context, session);
}

}  // namespace unblock::lint
