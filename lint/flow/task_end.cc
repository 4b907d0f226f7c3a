#include "lint/flow/task_end.h"

#include <algorithm>
#include <map>
#include <optional>

#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"
#include "lint/extract/parents.h"

namespace unblock::lint {
namespace {

/// The argument of `call` that `expr` is part of.
std::optional<unsigned> argument_index(const Parents& parents, const CallSite& call, const clang::Stmt* expr) {
  for (; expr && expr != call.expr; expr = parents.of(expr)) {
    const auto found = std::find(call.arguments.begin(), call.arguments.end(), expr);
    if (found != call.arguments.end()) return static_cast<unsigned>(found - call.arguments.begin());
  }
  return std::nullopt;
}

/// `task.start()`: a method works on the task, unless it may give the frame away.
bool stays_in(const Unit& unit, const clang::CXXMethodDecl* method) {
  return method && method->getRefQualifier() != clang::RQ_RValue && !has_role(unit, method, Role::releases | Role::detaches);
}

bool moves(const clang::Expr& expr) {
  const auto* call = llvm::dyn_cast<clang::CallExpr>(&expr);
  return call && is_move(*call);
}

bool only_carries(const clang::Expr& expr) {
  if (const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(&expr)) return construct->getConstructor()->isCopyOrMoveConstructor();
  return llvm::isa<clang::CastExpr>(expr) || llvm::isa<clang::ParenExpr>(expr) || llvm::isa<clang::MaterializeTemporaryExpr>(expr) ||
         llvm::isa<clang::CXXBindTemporaryExpr>(expr) || moves(expr);
}

/// Follows a task through the functions that take it. One that gives it to itself again may keep it.
class TaskWalk {
 public:
  explicit TaskWalk(const Unit& unit) : unit_(unit) {}

  bool ends_at(const CallSite& call, unsigned index) {
    return !call.targets.empty() && std::all_of(call.targets.begin(), call.targets.end(), [&](const Target& target) {
      const Function* callee = unit_.find(target.decl);
      return callee && target.certain && ends_in(*callee, index);
    });
  }

 private:
  bool ends_in(const Function& function, unsigned index) {
    const auto [known, fresh] = ends_.try_emplace({&function, index}, false);
    if (!fresh) return known->second;
    return known->second = nothing_keeps(function, index);
  }

  bool nothing_keeps(const Function& function, unsigned index) {
    if (function.coroutine || index >= function.decl->getNumParams()) return false;
    const clang::ParmVarDecl* parameter = function.decl->getParamDecl(index);
    const clang::CXXRecordDecl* task = class_of(parameter->getType());
    if (!task || !task->hasDefinition() || task->hasTrivialDestructor()) return false;
    const auto names_it = [&](const clang::DeclRefExpr* use) { return use->getDecl() == parameter; };
    for (const clang::DeclRefExpr* use : function.references) {
      if (names_it(use) && !keeps_nothing(function, *use)) return false;
    }
    return std::none_of(unit_.functions.begin(), unit_.functions.end(), [&](const Function& other) {
      return other.parent == &function && std::any_of(other.references.begin(), other.references.end(), names_it);
    });
  }

  /// One use of the task inside the function that took it.
  bool keeps_nothing(const Function& function, const clang::DeclRefExpr& use) {
    const Parents& parents = unit_.parents(function);
    const clang::Stmt* here = &use;
    bool moved = false;
    for (const clang::Stmt* above = parents.of(here); above; here = above, above = parents.of(above)) {
      if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(above)) {
        return !moved && llvm::isa_and_nonnull<clang::CXXMemberCallExpr>(parents.of(member)) &&
               stays_in(unit_, llvm::dyn_cast<clang::CXXMethodDecl>(member->getMemberDecl()));
      }
      const auto* expr = llvm::dyn_cast<clang::Expr>(above);
      if (!expr) return false;
      if (only_carries(*expr)) {
        moved = moved || moves(*expr);
        continue;
      }
      const CallSite* call = unit_.call_of(expr);
      const auto index = call ? argument_index(parents, *call, &use) : std::nullopt;
      return index && ends_at(*call, *index);
    }
    return false;
  }

  const Unit& unit_;
  std::map<std::pair<const Function*, unsigned>, bool> ends_;
};

}  // namespace

bool task_ends_inside(const Unit& unit, const Function& function, const CallSite& call, const clang::Expr& task) {
  const auto index = argument_index(unit.parents(function), call, &task);
  return index && TaskWalk(unit).ends_at(call, *index);
}

}  // namespace unblock::lint
