#include "lint/extract/executors.h"

#include <algorithm>
#include <map>
#include <set>

#include "lint/extract/ast_walk.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"
#include "lint/extract/trail.h"

namespace unblock::lint {
namespace {

/// Looks for an expression (or the type of one) whose class is a pool, as in make_strand(pool.get_executor()).
class PoolFinder : public AstWalk {
 public:
  explicit PoolFinder(const Unit& unit) : unit_(unit) {}
  bool found() const { return found_; }

  bool VisitExpr(clang::Expr* expr) override {
    clang::QualType type = expr->getType();
    if (type->isPointerType()) type = type->getPointeeType();
    found_ = found_ || type_listed(*unit_.models, &Library::pools, type);
    if (const auto* named = llvm::dyn_cast<clang::DeclRefExpr>(expr)) look_at_initialiser(named->getDecl());
    return !found_;
  }

 private:
  void look_at_initialiser(const clang::ValueDecl* decl) {
    const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl);
    if (!variable || !variable->getInit() || llvm::isa<clang::ParmVarDecl>(variable) || !trail_.enter(variable)) return;
    TraverseStmt(variable->getInit());
  }

  const Unit& unit_;
  bool found_ = false;
  Trail trail_;
};

bool has_member(const Unit& unit, const clang::CXXRecordDecl& record, Role role) {
  return std::any_of(record.decls_begin(), record.decls_end(), [&](const clang::Decl* decl) { return has_role(unit, llvm::dyn_cast<clang::NamedDecl>(decl), role); });
}

/// An executor that the linted code defines itself may start threads, run at once, queue: its functions are not known to be on a loop.
bool is_own_executor(const Unit& unit, clang::QualType type) {
  const auto* record = class_of(type);
  if (!record || !record->hasDefinition()) return false;
  record = record->getDefinition();
  if (in_system_header(*unit.ast, *record)) return false;
  return has_member(unit, *record, Role::executes) || (has_member(unit, *record, Role::posts) && has_member(unit, *record, Role::defers));
}

/// A member variable that is a loop by its class, as long as only its own class can reach it.
class LoopMembers {
 public:
  explicit LoopMembers(const Unit& unit) : unit_(unit) {
    for (const Library& library : unit.models->libraries()) {
      for (const RoleName& name : library.roles) {
        if (name.role == Role::runs_loop) run_methods_.push_back(name.pattern);
      }
    }
  }

  bool contains(const clang::ValueDecl& decl) {
    const auto* field = llvm::dyn_cast<clang::FieldDecl>(&decl);
    if (!field || field->getAccess() == clang::AS_public || !field->getType()->isRecordType()) return false;
    const auto [found, is_new] = classes_.try_emplace(class_of(field->getType()), false);
    if (is_new) found->second = runs_loop(*field);
    return found->second;
  }

 private:
  /// Whether a method of the class (or of a base) is one that runs a loop, by the models.
  bool runs_loop(const clang::FieldDecl& field) const {
    const auto* record = class_of(field.getType());
    if (!record || !record->hasDefinition()) return false;
    const std::string name = qualified_name(*record);
    for (const std::string& method : run_methods_) {
      const FunctionNames names{method, {name + "::" + method}};
      const auto rows = unit_.models->blocking(names);
      if (std::any_of(rows.begin(), rows.end(), [](const BlockingRow* row) { return row->runs_loop; })) return true;
    }
    return false;
  }

  const Unit& unit_;
  std::vector<std::string> run_methods_;
  std::map<const clang::CXXRecordDecl*, bool> classes_;
};

/// Counts the uses of loop members, in whatever expression.
class Mentions : public AstWalk {
 public:
  explicit Mentions(LoopMembers& loops) : loops_(loops) {}
  bool VisitMemberExpr(clang::MemberExpr* expr) override {
    const auto* member = expr->getMemberDecl();
    if (seen_.insert(expr).second && loops_.contains(*member)) {
      if (counts_[member]++ == 0) order_.push_back(member);
    }
    return true;
  }
  int count(const clang::ValueDecl* member) { return counts_[member]; }
  const std::vector<const clang::ValueDecl*>& members() const { return order_; }

 private:
  LoopMembers& loops_;
  std::set<const clang::Expr*> seen_;
  std::map<const clang::ValueDecl*, int> counts_;
  std::vector<const clang::ValueDecl*> order_;
};

/// `loop_` of `loop_.get_executor()`
const clang::Expr* behind_executor(const Unit& unit, const clang::Expr* expr) {
  const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(bare(expr));
  return call && has_role(unit, call->getMethodDecl(), Role::gives_executor) ? call->getImplicitObjectArgument() : expr;
}

/// The object that a call runs, asks to stop or gives functions to; null for other calls.
const clang::ValueDecl* used_as_queue(const Unit& unit, const CallSite& call) {
  const auto* constructor = llvm::dyn_cast_or_null<clang::CXXConstructorDecl>(call.callee);
  const clang::NamedDecl* named = constructor ? static_cast<const clang::NamedDecl*>(constructor->getParent()) : call.callee;
  if (!has_role(unit, named, Role::uses_queue)) return nullptr;
  const clang::Expr* loop = call.object ? call.object : call.argument(0);
  return loop ? named_object(behind_executor(unit, loop)) : nullptr;
}

}  // namespace

Where where_executor_runs(const Unit& unit, const clang::Expr* executor) {
  if (!executor) return {};
  PoolFinder finder(unit);
  finder.TraverseStmt(executor);
  if (finder.found()) return {RunsOn::pool, {}};
  Where where{is_own_executor(unit, executor->getType()) ? RunsOn::unknown : RunsOn::loop, {}};
  if (const auto* named = named_object(behind_executor(unit, executor))) where.workers.push_back(named);
  return where;
}

std::vector<LoopMemberUse> loop_member_uses(const Unit& unit) {
  LoopMembers loops(unit);
  std::map<const clang::ValueDecl*, int> as_queue;
  bool any = false;
  for (const Function& function : unit.functions) {
    for (const clang::ValueDecl* member : function.members) any = any || loops.contains(*member);
  }
  if (!any) return {};
  for (const Function& function : unit.functions) {
    for (const CallSite& call : function.calls) {
      const auto* loop = used_as_queue(unit, call);
      if (loop && loops.contains(*loop)) ++as_queue[loop];
    }
  }
  Mentions mentions(loops);
  for (const Function& function : unit.functions) {
    if (!function.parent) mentions.TraverseDecl(function.decl);
  }
  std::vector<LoopMemberUse> uses;
  for (const clang::ValueDecl* member : mentions.members()) uses.push_back({member, as_queue[member] < mentions.count(member)});
  return uses;
}

std::vector<const clang::ValueDecl*> loops_run_by(const Unit& unit, const Function& function) {
  std::vector<const clang::ValueDecl*> loops;
  for (const CallSite& call : function.calls) {
    const auto* field = llvm::dyn_cast_or_null<clang::FieldDecl>(call.object ? named_object(call.object) : nullptr);
    if (!field || field->getAccess() == clang::AS_public || !field->getType()->isRecordType()) continue;
    const auto rows = unit.models->blocking(unit.names_of(call));
    if (std::any_of(rows.begin(), rows.end(), [](const BlockingRow* row) { return row->runs_loop; })) loops.push_back(field);
  }
  return loops;
}

}  // namespace unblock::lint
