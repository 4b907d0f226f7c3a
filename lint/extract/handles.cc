#include "lint/extract/handles.h"


#include <algorithm>
#include <set>

#include "lint/extract/ast_walk.h"
#include "lint/extract/callable.h"
#include "lint/extract/conditions.h"
#include "lint/extract/decl_names.h"

namespace unblock::lint {
namespace {

struct Assignment {
  const clang::Expr* value;
  const clang::ValueDecl* to;
};

/// Every `variable = value` of the unit's functions, initialisers included.
class Assignments : public AstWalk {
 public:
  explicit Assignments(std::vector<Assignment>& out) : out_(out) {}
  bool VisitVarDecl(clang::VarDecl* variable) override {
    if (variable->getInit()) out_.push_back({variable->getInit(), variable});
    return true;
  }
  bool VisitBinaryOperator(clang::BinaryOperator* expr) override {
    if (expr->getOpcode() != clang::BO_Assign) return true;
    if (const auto* to = named_object(expr->getLHS())) out_.push_back({expr->getRHS(), to});
    return true;
  }

 private:
  std::vector<Assignment>& out_;
};

/// Arguments become parameters, and what a constructor is given becomes members.
void add_passed_on(const Function& function, const Unit& unit, std::vector<Assignment>& out) {
  for (const CallSite& call : function.calls) {
    const Function* callee = unit.find(call.callee);
    if (!callee) continue;
    const unsigned count = std::min<unsigned>(callee->decl->getNumParams(), static_cast<unsigned>(call.arguments.size()));
    for (unsigned i = 0; i < count; ++i) out.push_back({call.arguments[i], callee->decl->getParamDecl(i)});
  }
  const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(function.decl);
  if (!constructor) return;
  for (const clang::CXXCtorInitializer* init : constructor->inits()) {
    if (init->isAnyMemberInitializer() && init->getInit()) out.push_back({init->getInit(), init->getAnyMember()});
  }
}

class HandleFinder {
 public:
  explicit HandleFinder(Unit& unit) : unit_(unit) {}

  void run() {
    for (const Function& function : unit_.functions) {
      for (const CallSite& call : function.calls) look_at(call);
    }
    if (!collected_) return;
    for (int round = 0; round < 4; ++round) {
      for (const Assignment& assignment : assignments_) {
        spread(unit_.nonblocking_handles, assignment);
        spread(unit_.opened_files, assignment);
      }
    }
  }

 private:
  void look_at(const CallSite& call) {
    if (!call.callee) return;
    const FunctionNames names = unit_.names_of(call);
    for (const NonblockingHandleRow* row : unit_.models->nonblocking_handles(names)) {
      if (row->when && !condition_holds(unit_, call, *row->when)) continue;
      collect();
      if (const auto* handle = handle_of(call, row->handle)) unit_.nonblocking_handles.insert(handle->getCanonicalDecl());
    }
    const bool opens = std::any_of(names.qualified.begin(), names.qualified.end(),
                                   [&](const std::string& name) { return unit_.models->lists(&Library::opened_files, name); });
    if (!opens) return;
    collect();
    if (const auto* handle = handle_of(call, {ArgumentRef::Kind::result, 0})) unit_.opened_files.insert(handle->getCanonicalDecl());
  }

  const clang::ValueDecl* handle_of(const CallSite& call, const ArgumentRef& where) const {
    if (where.kind == ArgumentRef::Kind::object) return named_object(call.object);
    if (where.kind == ArgumentRef::Kind::index) return named_object(call.argument(where.index));
    for (const Assignment& assignment : assignments_) {
      if (bare(assignment.value) == call.expr) return assignment.to;
    }
    return nullptr;
  }

  /// Only where something asks for it: most files have no such handle.
  void collect() {
    if (std::exchange(collected_, true)) return;
    Assignments visitor(assignments_);
    for (const Function& each : unit_.functions) {
      visitor.TraverseStmt(each.body);
      add_passed_on(each, unit_, assignments_);
    }
  }

  static void spread(llvm::DenseSet<const clang::Decl*>& handles, const Assignment& assignment) {
    if (handles.empty()) return;
    const auto* from = named_object(assignment.value);
    if (from && handles.contains(from->getCanonicalDecl())) handles.insert(assignment.to->getCanonicalDecl());
  }

  Unit& unit_;
  std::vector<Assignment> assignments_;
  bool collected_ = false;
};

}  // namespace

void find_handles(Unit& unit) { HandleFinder(unit).run(); }

}  // namespace unblock::lint
