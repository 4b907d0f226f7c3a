#include "lint/flow/fate.h"

#include <clang/AST/DeclTemplate.h>
#include <clang/AST/StmtCXX.h>

#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"
#include "lint/extract/parents.h"
#include "lint/extract/task_type.h"

namespace unblock::lint {
namespace {

class Tracker {
 public:
  Tracker(const Unit& unit, const Function& function)
      : unit_(unit), parents_(unit.parents(function)) {}

  FateOf track(const clang::Expr* expr) {
    const clang::Stmt* here = expr;
    for (const clang::Stmt* above = parents_.of(here); above; here = above, above = parents_.of(above)) {
      if (const auto found = decide(*above, here)) return *found;
    }
    return {Fate::unknown, nullptr, nullptr};
  }

 private:
  /// Nothing: go on with what is above.
  std::optional<FateOf> decide(const clang::Stmt& above, const clang::Stmt* here) {
    if (llvm::isa<clang::CoroutineSuspendExpr>(above) || llvm::isa<clang::DependentCoawaitExpr>(above)) return FateOf{Fate::awaited, nullptr, nullptr};
    if (llvm::isa<clang::ReturnStmt>(above) || llvm::isa<clang::CoreturnStmt>(above)) return FateOf{Fate::returned, nullptr, nullptr};
    if (const auto* declaration = llvm::dyn_cast<clang::DeclStmt>(&above)) return kept(*declaration, here);
    if (llvm::isa<clang::LambdaExpr>(above)) return FateOf{Fate::handed_over, nullptr, nullptr};
    if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(&above)) return from_binary(*binary, here);
    if (llvm::isa<clang::CallExpr>(above) || llvm::isa<clang::CXXConstructExpr>(above)) return from_call(llvm::cast<clang::Expr>(above), here);
    if (llvm::isa<clang::Expr>(above)) return std::nullopt;
    if (is_condition(above, here)) return FateOf{Fate::unknown, nullptr, nullptr};
    return FateOf{Fate::discarded, nullptr, nullptr};
  }

  /// `if (f() != 0)`: somebody looks at the value.
  static bool is_condition(const clang::Stmt& above, const clang::Stmt* here) {
    if (const auto* branch = llvm::dyn_cast<clang::IfStmt>(&above)) return branch->getCond() == here;
    if (const auto* loop = llvm::dyn_cast<clang::WhileStmt>(&above)) return loop->getCond() == here;
    if (const auto* loop = llvm::dyn_cast<clang::DoStmt>(&above)) return loop->getCond() == here;
    if (const auto* loop = llvm::dyn_cast<clang::ForStmt>(&above)) return loop->getCond() == here;
    if (const auto* choice = llvm::dyn_cast<clang::SwitchStmt>(&above)) return choice->getCond() == here;
    return false;
  }

  std::optional<FateOf> kept(const clang::DeclStmt& declaration, const clang::Stmt* init) {
    for (const auto* decl : declaration.decls()) {
      const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl);
      if (variable && variable->getInit() == init) return FateOf{Fate::kept, variable, nullptr};
    }
    return FateOf{};
  }

  std::optional<FateOf> from_binary(const clang::BinaryOperator& binary, const clang::Stmt* here) {
    if (binary.getOpcode() == clang::BO_Comma && binary.getLHS() == here) return FateOf{Fate::discarded, nullptr, nullptr};
    if (binary.isAssignmentOp()) {
      return FateOf{Fate::assigned, llvm::dyn_cast_or_null<clang::VarDecl>(named_object(binary.getLHS())), nullptr};
    }
    return std::nullopt;
  }

  std::optional<FateOf> from_call(const clang::Expr& expr, const clang::Stmt* here) {
    const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(&expr);
    if (construct && construct->getNumArgs() == 1 && construct->getConstructor()->isCopyOrMoveConstructor()) return std::nullopt;
    if (const auto* operation = llvm::dyn_cast<clang::CXXOperatorCallExpr>(&expr)) {
      if (operation->getOperator() == clang::OO_Equal && operation->getNumArgs() == 2 && operation->getArg(1) == here) {
        return FateOf{Fate::assigned, llvm::dyn_cast_or_null<clang::VarDecl>(named_object(operation->getArg(0))), nullptr};
      }
    }
    const CallSite* call = unit_.call_of(&expr);
    if (call && call->blocks && call->blocks->sync_wait) return FateOf{Fate::awaited, nullptr, nullptr};
    if (call && call->object && has_role(unit_, *call, Role::puts_in)) {
      return FateOf{Fate::assigned, llvm::dyn_cast_or_null<clang::VarDecl>(named_object(call->object)), call};
    }
    const TaskType type = task_type(unit_, expr.getType());
    const bool spawns = call && unit_.spawns(*call);
    if (!spawns && (type.awaitable || type.coroutine || passes_through(call))) return std::nullopt;
    return FateOf{Fate::handed_over, nullptr, call};
  }

  /// std::move, std::forward, make_tuple and alike.
  bool passes_through(const CallSite* call) const { return call && (call->moves() || has_role(unit_, *call, Role::makes_tuple)); }

  const Unit& unit_;
  const Parents& parents_;
};

}  // namespace

FateOf fate_of(const Unit& unit, const Function& function, const clang::Expr* expr) { return Tracker(unit, function).track(expr); }

}  // namespace unblock::lint
