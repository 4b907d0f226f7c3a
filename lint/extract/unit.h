// One translation unit as the checks inside it see it: its functions with their calls, what each call may enter and wait for, and
// what was handed over to run later. Collected from the syntax tree; who runs what is filled in once the facts are linked.
#pragma once

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/Expr.h>
#include <clang/AST/ExprCXX.h>
#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/DenseSet.h>

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "lint/extract/leads_to.h"
#include "lint/extract/parents.h"
#include "lint/libraries/model_set.h"

namespace unblock::lint {

struct Function;

/// A function that a call may enter. Not certain: through a virtual call or a choice.
struct Target {
  const clang::FunctionDecl* decl = nullptr;
  bool certain = true;
};

/// One call, construction or operator call, with the object apart from the arguments.
struct CallSite {
  const clang::Expr* expr = nullptr;
  const clang::FunctionDecl* callee = nullptr;  ///< null where a pointer or a dependent name is called
  const clang::Expr* callee_expr = nullptr;     ///< what is called, where it is a value (pointer, functor)
  const clang::Expr* object = nullptr;
  llvm::SmallVector<const clang::Expr*, 4> arguments;  ///< as written; defaults left out
  std::vector<Target> targets;                         ///< functions with a visible body that it enters at once
  const BlockingRow* blocks = nullptr;                 ///< what a model says it waits for
  const Function* in = nullptr;

  clang::SourceLocation location() const { return expr->getExprLoc(); }
  /// The argument at `index`, from the end where negative; null where it was not written.
  const clang::Expr* argument(int index) const;
  /// Whether it is std::move or std::forward of its argument.
  bool moves() const;
};

/// A function, method or lambda whose body is visible and not in a system header.
struct Function {
  const clang::FunctionDecl* decl = nullptr;
  const clang::Stmt* body = nullptr;
  const Function* parent = nullptr;           ///< the function a lambda is written in
  const clang::LambdaExpr* lambda = nullptr;  ///< set for a lambda's call operator
  bool coroutine = false;
  std::deque<CallSite> calls;
  std::vector<const clang::Expr*> suspensions;  ///< co_await, co_yield
  std::vector<const clang::Expr*> discarded;    ///< expressions whose value nobody takes
  std::vector<const clang::VarDecl*> locals;    ///< variables declared in it, parameters left out
  std::vector<const clang::DeclRefExpr*> references;  ///< uses of variables
  std::vector<const clang::CXXDeleteExpr*> deletions;
  std::vector<const clang::ValueDecl*> members;       ///< members of class type that it names, each once

  std::string name() const;  ///< for messages: 'load', 'Session::on_read', "this lambda"
  /// The class whose `this` it uses: its own, or that of the method a lambda stands in; null for none.
  const clang::CXXRecordDecl* class_around() const;
  /// What `return …;`, the whole of its body, gives back; null where there is more or less.
  const clang::Expr* only_result() const;
};

/// A callable handed to a sink, as the checks about lifetimes want it.
struct HandOver {
  const CallSite* call = nullptr;
  const clang::Expr* callable = nullptr;   ///< the argument as written
  const SinkRow* row = nullptr;
  RunsOn runs_on = RunsOn::loop;           ///< never executor: that has been decided
  std::vector<Target> targets;             ///< the functions it may run
};

/// Every `variable = value` inside functions, initialisers included.
struct Assignment {
  const clang::Expr* value = nullptr;
  const clang::ValueDecl* to = nullptr;
  const Function* in = nullptr;
};

struct Unit {
  clang::ASTContext* ast = nullptr;
  std::shared_ptr<const ModelSet> models;
  std::deque<Function> functions;
  llvm::DenseMap<const clang::FunctionDecl*, Function*> by_decl;
  std::vector<HandOver> hand_overs;
  std::vector<Assignment> assignments;

  const Function* find(const clang::FunctionDecl* decl) const;
  FunctionNames names_of(const CallSite& call) const;
  /// The call an expression makes; null for one outside of all functions.
  const CallSite* call_of(const clang::Expr* expr) const;
  /// What the models say that a class, function or variable of this name stands for. Cheap: names are looked up once.
  RoleSet roles_of(const clang::NamedDecl& decl) const;
  const RoleIndex::Plain& plain_roles(const clang::IdentifierInfo& name) const;
  /// Whether a call hands a coroutine to something that runs it by itself (co_spawn).
  bool spawns(const CallSite& call) const;
  const Parents& parents(const Function& function) const;
  /// Whether a call waits or runs a loop, as the models say; and whether a function, or one that it calls, makes such a call.
  bool waits(const CallSite& call) const;
  bool leads_to_waiting(const Function& function) const;
  /// What of a function holds up nobody: see extract/excuses.h.
  const llvm::DenseSet<const clang::Stmt*>& excused(const Function& function) const;

 private:
  mutable llvm::DenseMap<const clang::Expr*, const CallSite*> calls_;
  mutable std::map<const Function*, std::unique_ptr<Parents>> parents_;
  mutable std::map<const Function*, llvm::DenseSet<const clang::Stmt*>> excused_;
  mutable std::unique_ptr<LeadsTo> leads_to_waiting_;
  mutable llvm::DenseMap<const clang::IdentifierInfo*, RoleIndex::Plain> plain_roles_;
  mutable llvm::DenseMap<const clang::Decl*, RoleSet> qualified_roles_;
};

}  // namespace unblock::lint
