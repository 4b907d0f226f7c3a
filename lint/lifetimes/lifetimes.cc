#include "lint/lifetimes/lifetimes.h"

#include <algorithm>

#include "lint/extract/conditions.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/extract/statements.h"
#include "lint/flow/fate.h"
#include "lint/libraries/name_pattern.h"

namespace unblock::lint {
namespace {

bool holds(const Unit& unit, const CallSite& call, const std::vector<Condition>& conditions) {
  return std::any_of(conditions.begin(), conditions.end(), [&](const Condition& condition) { return condition_holds(unit, call, condition); });
}

bool matches(const Unit& unit, const CallSite& call, const Names& names) {
  const FunctionNames known = unit.names_of(call);
  return std::any_of(known.qualified.begin(), known.qualified.end(), [&](const std::string& name) { return names_match(names, name); });
}

const clang::Expr* condition_of(const clang::Stmt& statement) {
  if (const auto* branch = llvm::dyn_cast<clang::IfStmt>(&statement)) return branch->getCond();
  if (const auto* loop = llvm::dyn_cast<clang::WhileStmt>(&statement)) return loop->getCond();
  if (const auto* loop = llvm::dyn_cast<clang::ForStmt>(&statement)) return loop->getCond();
  return nullptr;
}

}  // namespace

const std::vector<Operation>& Lifetimes::operations(const Function& function) const {
  const auto [found, fresh] = operations_.try_emplace(&function);
  if (!fresh || function.decl->isDependentContext()) return found->second;
  for (const CallSite& call : function.calls) {
    if (!call.callee || llvm::isa<clang::CXXConstructorDecl>(call.callee) || !call.callee->getIdentifier()) continue;
    if (!unit_.models->may_be_operation(call.callee->getNameAsString())) continue;
    for (const OperationRow* row : unit_.models->operations(unit_.names_of(call))) {
      if (holds(unit_, call, row->unless) || is_called(row->unless_called)) continue;
      if (!row->only_where_called.functions.names.empty() && !is_called(row->only_where_called)) continue;
      found->second.push_back(operation(call, *row));
    }
  }
  return found->second;
}

Operation Lifetimes::operation(const CallSite& call, const OperationRow& row) const {
  const clang::Expr* object = row.object.kind == ArgumentRef::Kind::object ? call.object : call.argument(row.object.index);
  return {&call, &row, objects_.of(object), starts_something(call)};
}

bool Lifetimes::starts_something(const CallSite& call) const {
  const auto& suspensions = call.in->suspensions;
  if (std::find(suspensions.begin(), suspensions.end(), call.expr) != suspensions.end()) return false;
  const Fate fate = fate_of(unit_, *call.in, call.expr).fate;
  if (fate == Fate::awaited) return false;
  return call.expr->getType()->isVoidType() || unit_.names_of(call).c_linkage;
}

const Flow& Lifetimes::flow(const Function& function) const {
  auto& found = flows_[&function];
  if (!found) found = std::make_unique<Flow>(unit_, function);
  return *found;
}

const std::vector<const CallSite*>& Lifetimes::calls_to(const Function& function) const {
  if (calls_to_.empty()) {
    for (const Function& caller : unit_.functions) {
      for (const CallSite& call : caller.calls) {
        for (const Target& target : call.targets) {
          const Function* callee = target.certain ? unit_.find(target.decl) : nullptr;
          if (callee) calls_to_[callee].push_back(&call);
        }
      }
    }
  }
  return calls_to_[&function];
}

bool Lifetimes::is_called(const CalledRow& row) const {
  if (row.functions.names.empty()) return false;
  const auto [found, fresh] = called_.try_emplace(&row, false);
  if (!fresh) return found->second;
  for (const Function& function : unit_.functions) {
    for (const CallSite& call : function.calls) {
      if (!call.callee || !matches(unit_, call, row.functions)) continue;
      if (!row.when || condition_holds(unit_, call, *row.when)) return found->second = true;
    }
  }
  return false;
}

bool Lifetimes::guarded_by_flag(const Function& function, const clang::Stmt* statement) const {
  const Parents& parents = unit_.parents(function);
  for (const clang::Stmt* above = parents.of(statement); above; above = parents.of(above)) {
    const clang::Expr* condition = condition_of(*above);
    if (!condition) continue;
    const bool flag = any_statement(condition, [&](const clang::Stmt& part) {
      const auto* expr = llvm::dyn_cast<clang::Expr>(&part);
      const clang::ValueDecl* named = expr ? plainly_named(expr) : nullptr;
      if (!named || !named->getType()->isBooleanType()) return false;
      return std::any_of(unit_.assignments.begin(), unit_.assignments.end(), [&](const Assignment& assignment) {
        return assignment.to == named && assignment.in == &function;
      });
    });
    if (flag) return true;
  }
  return false;
}

std::string callee_name(const CallSite& call) { return call.callee ? display_name(*call.callee) : "this call"; }

}  // namespace unblock::lint
