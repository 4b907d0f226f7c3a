#include "lint/flow/lifetime.h"

#include <clang/AST/DeclTemplate.h>
#include <clang/AST/StmtCXX.h>
#include <clang/Basic/SourceManager.h>

#include <algorithm>
#include <set>

#include "lint/extract/ast_walk.h"
#include "lint/extract/callable.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/extract/pools.h"

namespace unblock::lint {
namespace {

bool hands_out_own_memory(const clang::CXXMethodDecl& method) {
  if (llvm::isa<clang::CXXConversionDecl>(method)) return true;
  if (method.getOverloadedOperator() == clang::OO_Subscript) return true;
  if (!method.getIdentifier()) return false;
  static const std::set<llvm::StringRef> kNames = {"data", "c_str", "begin", "front", "back", "at", "prepare"};
  return kNames.count(method.getName()) != 0;
}

bool owns_its_elements(clang::QualType type) {
  const auto* record = class_of(type);
  if (!record) return true;
  const std::string name = record->getNameAsString();
  return name != "span" && name != "basic_string_view" && name.find("ptr") == std::string::npos &&
         name.find("iterator") == std::string::npos && name != "reference_wrapper";
}

/// Looks for a loop that spins on an atomic, as tests do: while (latch.load() != 0) {}
class SpinLoops : public AstWalk {
 public:
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
      const auto* record = expr ? class_of(expr->getType()) : nullptr;
      if (record && record->getName().starts_with("atomic")) loops_.push_back(location);
      if (here) open.insert(open.end(), here->child_begin(), here->child_end());
    }
    return true;
  }

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
bool is_accessor(const CallSite& call) {
  const auto* record = call.object ? class_of(call.object->getType()) : nullptr;
  return record && (record->getNameAsString().ends_with("_ptr") || record->getNameAsString().ends_with("reference_wrapper"));
}

bool sounds_like_waiting(const CallSite& call) {
  const auto* expr = llvm::dyn_cast<clang::CallExpr>(call.expr);
  const std::string written = expr ? written_name(*expr) : "";
  const llvm::StringRef name = written;
  return name == "run" || name == "exec" || name == "wait" || name == "join" || name.starts_with("run_") || name.starts_with("wait_") ||
         name.ends_with("_wait") || name.ends_with("_join") || (name == "get" && !is_accessor(call)) || name == "await" || name == "event_base_dispatch" || name == "poll" ||
         name == "poll_one" || (name == "shutdown" && call.object && call.arguments.empty());  // of a pool, which joins
}

/// Whether a call leads to one that runs a loop, within the bodies we see.
bool runs_loop(const Unit& unit, const CallSite& call, int depth) {
  if (call.blocks && (call.blocks->sync_wait || call.blocks->tier == Tier::wait)) return true;
  for (const BlockingRow* row : unit.models->blocking(unit.names_of(call))) {
    if (row->runs_loop) return true;  // also in a form that does not block, as uv_run(loop, UV_RUN_NOWAIT) in a loop of its own
  }
  if (depth > 3) return false;
  for (const Target& target : call.targets) {
    const Function* next = unit.find(target.decl);
    if (!next) continue;
    for (const CallSite& inner : next->calls) {
      if (runs_loop(unit, inner, depth + 1)) return true;
    }
  }
  return false;
}

/// The bases of a template may be made of the template itself, without end.
bool shares_itself(const clang::CXXRecordDecl* record, int depth) {
  if (!record || !record->hasDefinition() || depth > 8) return false;
  for (const auto& base : record->bases()) {
    const auto* dependent = base.getType()->getAs<clang::TemplateSpecializationType>();
    const auto* pattern = dependent ? dependent->getTemplateName().getAsTemplateDecl() : nullptr;
    if (pattern && pattern->getName() == "enable_shared_from_this") return true;
    const auto* parent = class_of(base.getType());
    if (parent && (parent->getNameAsString() == "enable_shared_from_this" || shares_itself(parent, depth + 1))) return true;
  }
  return false;
}

}  // namespace

const clang::VarDecl* automatic_local(const clang::Expr* expr) {
  for (int depth = 0; expr && depth < 32; ++depth) {
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
      if (!method || !hands_out_own_memory(*method) || !owns_its_elements(object->getType())) return nullptr;
      expr = object;
    } else if (const auto* operation = llvm::dyn_cast<clang::CXXOperatorCallExpr>(expr)) {
      if (operation->getOperator() != clang::OO_Subscript || !owns_its_elements(operation->getArg(0)->getType())) return nullptr;
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
    if (&other != &call && later(other.location()) && (sounds_like_waiting(other) || runs_loop(unit, other, 0))) return true;
  }
  SpinLoops loops;
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
             return sounds_like_waiting(inner) || runs_loop(unit, inner, 1);
           });
  });
}

bool declared_in(const clang::VarDecl& variable, const Function& function) {
  const auto* owner = llvm::dyn_cast<clang::FunctionDecl>(variable.getDeclContext());
  return owner && owner->getCanonicalDecl() == function.decl->getCanonicalDecl();
}

bool is_shared_from_this(const clang::CXXRecordDecl* record) { return shares_itself(record, 0); }

}  // namespace unblock::lint
