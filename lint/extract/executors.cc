#include "lint/extract/executors.h"

#include <clang/Basic/SourceManager.h>

#include <algorithm>
#include <map>
#include <set>

#include "lint/extract/ast_walk.h"
#include "lint/extract/callable.h"
#include "lint/extract/conditions.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/sinks.h"

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
    if (!variable || !variable->getInit() || llvm::isa<clang::ParmVarDecl>(variable) || ++depth_ > 4) return;
    TraverseStmt(variable->getInit());
  }

  const Unit& unit_;
  bool found_ = false;
  int depth_ = 0;
};

bool has_method(const clang::CXXRecordDecl& record, llvm::StringRef name) {
  return std::any_of(record.decls_begin(), record.decls_end(), [&](const clang::Decl* decl) {
    const auto* named = llvm::dyn_cast<clang::NamedDecl>(decl);
    return named && named->getIdentifier() && named->getName() == name;
  });
}

/// An executor that the linted code defines itself may start threads, run at once, queue: its functions are not known to be on a loop.
bool is_own_executor(const Unit& unit, clang::QualType type) {
  const auto* record = class_of(type);
  if (!record || !record->hasDefinition()) return false;
  record = record->getDefinition();
  const auto& sources = unit.ast->getSourceManager();
  if (sources.isInSystemHeader(sources.getExpansionLoc(record->getLocation()))) return false;
  return has_method(*record, "execute") || (has_method(*record, "post") && has_method(*record, "defer"));
}

/// Counts the uses of a member variable, in whatever expression.
class Mentions : public AstWalk {
 public:
  explicit Mentions(const std::set<const clang::ValueDecl*>& wanted) : wanted_(wanted) {}
  bool VisitMemberExpr(clang::MemberExpr* expr) override {
    const auto* member = expr->getMemberDecl();
    if (wanted_.count(member) != 0 && seen_.insert(expr).second) ++counts_[member];
    return true;
  }
  int count(const clang::ValueDecl* member) { return counts_[member]; }

 private:
  const std::set<const clang::ValueDecl*>& wanted_;
  std::set<const clang::Expr*> seen_;
  std::map<const clang::ValueDecl*, int> counts_;
};

/// Loops that are nothing but the queue of one worker thread: private members that a thread of this unit runs, and that are
/// otherwise only given functions. No socket or timer waits there, so nothing else is held up.
class WorkerLoops {
 public:
  explicit WorkerLoops(Unit& unit) : unit_(unit) {}

  void run() {
    for (const Function& function : unit_.functions) {
      for (const CallSite& call : function.calls) look_at_thread(call);
    }
    if (run_by_thread_.empty()) return;
    Mentions mentions(run_by_thread_);
    for (const Function& function : unit_.functions) {
      if (!function.parent) mentions.TraverseDecl(function.decl);
    }
    std::map<const clang::ValueDecl*, int> as_queue;
    for (const Function& function : unit_.functions) {
      for (const CallSite& call : function.calls) count_queue_use(call, as_queue);
    }
    for (const clang::ValueDecl* loop : run_by_thread_) {
      if (as_queue[loop] >= mentions.count(loop)) unit_.worker_loops.insert(loop->getCanonicalDecl());
    }
  }

 private:
  /// std::thread([this] { loop_.run(); })
  void look_at_thread(const CallSite& call) {
    if (!unit_.models->sinks(unit_.names_of(call)).empty()) {
      for (const SinkPosition& position : sink_positions(unit_, call)) {
        if (position.runs_on != RunsOn::thread) continue;
        for (const Target& target : resolve_callable(unit_, position.argument).targets) note_loops(unit_.find(target.decl));
      }
    }
  }

  void note_loops(const Function* body) {
    if (!body) return;
    for (const CallSite& call : body->calls) {
      const auto* field = llvm::dyn_cast_or_null<clang::FieldDecl>(call.object ? named_object(call.object) : nullptr);
      if (!field || field->getAccess() == clang::AS_public || !field->getType()->isRecordType()) continue;
      const auto rows = unit_.models->blocking(unit_.names_of(call));
      if (std::any_of(rows.begin(), rows.end(), [](const BlockingRow* row) { return row->runs_loop; })) run_by_thread_.insert(field);
    }
  }

  void count_queue_use(const CallSite& call, std::map<const clang::ValueDecl*, int>& as_queue) const {
    static const std::set<std::string> kQueueUses = {"run", "run_one", "run_for", "run_until", "stop", "stopped", "poll", "poll_one",
                                                     "restart", "reset", "post", "dispatch", "defer", "make_work_guard",
                                                     "executor_work_guard", "work"};
    if (!call.callee || kQueueUses.count(function_names(*call.callee, nullptr).short_name) == 0) return;
    const clang::Expr* loop = call.object ? call.object : call.argument(0);
    const auto* named = loop ? named_object(loop) : nullptr;
    if (run_by_thread_.count(named) != 0) ++as_queue[named];
  }

  Unit& unit_;
  std::set<const clang::ValueDecl*> run_by_thread_;
};

}  // namespace

RunsOn runs_on_executor(const Unit& unit, const clang::Expr* executor) {
  if (!executor) return RunsOn::loop;
  PoolFinder finder(unit);
  finder.TraverseStmt(executor);
  if (finder.found()) return RunsOn::pool;
  const auto* named = named_object(executor);
  if (named && unit.worker_loops.contains(named->getCanonicalDecl())) return RunsOn::thread;
  return is_own_executor(unit, executor->getType()) ? RunsOn::unknown : RunsOn::loop;
}

void find_worker_loops(Unit& unit) { WorkerLoops(unit).run(); }

}  // namespace unblock::lint
