#include "lint/flow/lifetime.h"

#include <clang/AST/DeclTemplate.h>
#include <clang/AST/StmtCXX.h>
#include <clang/Basic/SourceManager.h>

#include <algorithm>

#include "lint/extract/ast_walk.h"
#include "lint/extract/callable.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"
#include "lint/extract/pools.h"
#include "lint/extract/trail.h"

namespace unblock::lint {
namespace {

bool hands_out_own_memory(const Unit& unit, const clang::CXXMethodDecl& method) {
  return llvm::isa<clang::CXXConversionDecl>(method) || method.getOverloadedOperator() == clang::OO_Subscript || has_role(unit, &method, Role::gives_memory);
}

bool owns_its_elements(const Unit& unit, clang::QualType type) { return !has_role(unit, type, Role::refers_elsewhere); }

/// Looks for a loop that spins on an atomic, as tests do: while (latch.load() != 0) {}
class SpinLoops : public AstWalk {
 public:
  explicit SpinLoops(const Unit& unit) : unit_(unit) {}
  bool found_after(const clang::SourceManager& sources, clang::SourceLocation location) const {
    return std::any_of(loops_.begin(), loops_.end(), [&](clang::SourceLocation loop) {
      return sources.isBeforeInTranslationUnit(sources.getExpansionLoc(location), sources.getExpansionLoc(loop));
    });
  }
  bool VisitWhileStmt(clang::WhileStmt* loop) override { return look_at(loop->getCond(), loop->getBeginLoc()); }
  bool VisitDoStmt(clang::DoStmt* loop) override { return look_at(loop->getCond(), loop->getEndLoc()); }
  bool VisitForStmt(clang::ForStmt* loop) override { return loop->getCond() ? look_at(loop->getCond(), loop->getBeginLoc()) : true; }

 private:
  bool look_at(const clang::Stmt* condition, clang::SourceLocation location) {
    std::vector<const clang::Stmt*> open = {condition};
    while (!open.empty()) {
      const clang::Stmt* here = open.back();
      open.pop_back();
      const auto* expr = llvm::dyn_cast_or_null<clang::Expr>(here);
      if (expr && has_role(unit_, expr->getType(), Role::atomic)) loops_.push_back(location);
      if (here) open.insert(open.end(), here->child_begin(), here->child_end());
    }
    return true;
  }

  const Unit& unit_;
  std::vector<clang::SourceLocation> loops_;
};

/// Looks for the innermost block around a place.
class BlockAround : public AstWalk {
 public:
  BlockAround(const clang::SourceManager& sources, clang::SourceLocation place) : sources_(sources), place_(sources.getExpansionLoc(place)) {}
  const clang::Stmt* found() const { return found_; }

  bool VisitCompoundStmt(clang::CompoundStmt* block) override { return look_at(*block); }
  bool VisitForStmt(clang::ForStmt* loop) override { return look_at(*loop); }

 private:
  bool look_at(const clang::Stmt& block) {
    const auto before = [&](clang::SourceLocation a, clang::SourceLocation b) { return sources_.isBeforeInTranslationUnit(a, b); };
    const bool around = before(sources_.getExpansionLoc(block.getBeginLoc()), place_) && before(place_, sources_.getExpansionLoc(block.getEndLoc()));
    if (around) found_ = &block;  // outer ones come first
    return true;
  }

  const clang::SourceManager& sources_;
  clang::SourceLocation place_;
  const clang::Stmt* found_ = nullptr;
};

/// `pointer.get()` waits for nothing.
bool is_accessor(const Unit& unit, const CallSite& call) {
  return call.object && has_role(unit, call.object->getType(), Role::smart_pointer | Role::reference_wrapper);
}

bool sounds_like_waiting(const Unit& unit, const CallSite& call) {
  const auto* expr = llvm::dyn_cast<clang::CallExpr>(call.expr);
  if (!expr) return false;
  if (is_written_with_role(unit, *expr, Role::waits | Role::may_wait)) return true;
  if (is_written_with_role(unit, *expr, Role::asks_result)) return !is_accessor(unit, call);
  return call.object && call.arguments.empty() && is_written_with_role(unit, *expr, Role::shuts_down);  // of a pool, which joins
}

/// Whether a call waits or runs a loop, or leads to one that does, within the bodies we see.
bool leads_to_waiting(const Unit& unit, const CallSite& call) {
  return unit.waits(call) || std::any_of(call.targets.begin(), call.targets.end(), [&](const Target& target) {
           const Function* next = unit.find(target.decl);
           return next && unit.leads_to_waiting(*next);
         });
}

/// The bases of a template may be made of the template itself, without end.
bool shares_itself(const Unit& unit, const clang::CXXRecordDecl* record, Trail& trail) {
  if (!record || !record->hasDefinition() || !trail.enter(record)) return false;
  return std::any_of(record->bases_begin(), record->bases_end(), [&](const clang::CXXBaseSpecifier& base) {
    const auto* parent = class_of(base.getType());
    return parent && (has_role(unit, parent, Role::shares_itself) || shares_itself(unit, parent, trail));
  });
}

}  // namespace

const clang::VarDecl* automatic_local(const Unit& unit, const clang::Expr* expr) {
  while (expr) {
    expr = bare(expr);
    if (const auto* named = llvm::dyn_cast<clang::DeclRefExpr>(expr)) {
      const auto* variable = llvm::dyn_cast<clang::VarDecl>(named->getDecl());
      const bool own = variable && variable->hasLocalStorage() && !variable->getType()->isReferenceType() &&
                       !named->refersToEnclosingVariableOrCapture();
      return own ? variable : nullptr;
    }
    if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(expr)) {
      if (member->isArrow() || member->getMemberDecl()->getType()->isReferenceType()) return nullptr;
      expr = member->getBase();
    } else if (const auto* subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(expr)) {
      if (!bare(subscript->getBase())->getType()->isArrayType()) return nullptr;
      expr = subscript->getBase();
    } else if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(expr)) {
      if (unary->getOpcode() != clang::UO_AddrOf) return nullptr;
      expr = unary->getSubExpr();
    } else if (const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(expr)) {
      const auto* method = call->getMethodDecl();
      const clang::Expr* object = call->getImplicitObjectArgument();
      if (!method || !hands_out_own_memory(unit, *method) || !owns_its_elements(unit, object->getType())) return nullptr;
      expr = object;
    } else if (const auto* operation = llvm::dyn_cast<clang::CXXOperatorCallExpr>(expr)) {
      if (operation->getOperator() != clang::OO_Subscript || !owns_its_elements(unit, operation->getArg(0)->getType())) return nullptr;
      expr = operation->getArg(0);
    } else if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(expr)) {
      if (!binary->isAdditiveOp() || !binary->getType()->isPointerType()) return nullptr;
      expr = binary->getLHS();
    } else {
      return nullptr;
    }
  }
  return nullptr;
}

bool scope_waits_after(const Unit& unit, const Function& function, const CallSite& call, const clang::Stmt* within) {
  const auto& sources = unit.ast->getSourceManager();
  const auto before = [&](clang::SourceLocation first, clang::SourceLocation second) {
    return sources.isBeforeInTranslationUnit(sources.getExpansionLoc(first), sources.getExpansionLoc(second));
  };
  const auto later = [&](clang::SourceLocation location) {
    return before(call.location(), location) && (!within || before(location, within->getEndLoc()));
  };
  for (const clang::Expr* suspension : function.suspensions) {
    if (suspension == call.expr || later(suspension->getExprLoc())) return true;
  }
  for (const CallSite& other : function.calls) {
    if (&other != &call && later(other.location()) && (sounds_like_waiting(unit, other) || leads_to_waiting(unit, other))) return true;
  }
  SpinLoops loops(unit);
  loops.TraverseStmt(within ? within : function.body);
  if (loops.found_after(sources, call.location())) return true;
  return std::any_of(function.locals.begin(), function.locals.end(), [&](const clang::VarDecl* local) {
    return is_pool(unit, local->getType());
  });
}

const clang::Stmt* block_of(const Function& function, const clang::VarDecl& local) {
  if (llvm::isa<clang::ParmVarDecl>(local) || local.getLocation().isMacroID()) return nullptr;
  BlockAround search(local.getASTContext().getSourceManager(), local.getLocation());
  search.TraverseStmt(function.body);
  const auto* coroutine = llvm::dyn_cast<clang::CoroutineBodyStmt>(function.body);
  return search.found() == (coroutine ? coroutine->getBody() : function.body) ? nullptr : search.found();
}

bool lives_until_done(const Unit& unit, const Function& function, const clang::VarDecl& local, const CallSite& call) {
  const clang::Stmt* block = block_of(function, local);
  return (!block && function.decl->isMain()) || scope_waits_after(unit, function, call, block);
}

bool waits_inside(const Unit& unit, const CallSite& call) {
  return std::any_of(call.targets.begin(), call.targets.end(), [&](const Target& target) {
    const Function* callee = unit.find(target.decl);
    return callee && !callee->coroutine && std::any_of(callee->calls.begin(), callee->calls.end(), [&](const CallSite& inner) {
             return sounds_like_waiting(unit, inner) || leads_to_waiting(unit, inner);
           });
  });
}

bool declared_in(const clang::VarDecl& variable, const Function& function) {
  const auto* owner = llvm::dyn_cast<clang::FunctionDecl>(variable.getDeclContext());
  return owner && owner->getCanonicalDecl() == function.decl->getCanonicalDecl();
}

bool is_shared_from_this(const Unit& unit, const clang::CXXRecordDecl* record) {
  Trail trail;
  return shares_itself(unit, record, trail);
}

}  // namespace unblock::lint
