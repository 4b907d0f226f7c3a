// async-detached-exception: a coroutine that may throw is spawned with a token that throws its exception away.
#include <clang/AST/DeclTemplate.h>
#include <clang/AST/StmtCXX.h>
#include <fmt/format.h>

#include <map>

#include "lint/checks/check.h"
#include "lint/extract/callable.h"
#include "lint/extract/decl_names.h"
#include "lint/libraries/name_pattern.h"

namespace unblock::lint {
namespace {

/// Whether a handler takes everything that is usually thrown: catch (...), std::exception, and nothing rethrown.
bool catches_all(const clang::CXXTryStmt& attempt) {
  for (unsigned i = 0; i < attempt.getNumHandlers(); ++i) {
    const clang::VarDecl* caught = attempt.getHandler(i)->getExceptionDecl();
    if (!caught || type_name(caught->getType()) == "std::exception") return true;
  }
  return false;
}

class DetachedException : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    throws_.clear();
    for (const HandOver& given : unit.hand_overs) {
      if (given.row->spawns && given.row->token && is_detached(unit, given)) look_at(unit, given);
    }
  }

 private:
  static bool is_detached(const Unit& unit, const HandOver& given) {
    const clang::Expr* token = given.call->argument(*given.row->token);
    return token && unit.models->lists(&Library::detached_tokens, type_name(bare(token)->getType()));
  }

  void look_at(const Unit& unit, const HandOver& given) {
    for (const Target& target : given.targets) {
      const Function* body = unit.find(target.decl);
      const clang::Expr* culprit = body && body->coroutine ? throws(unit, *body) : nullptr;
      if (!culprit) continue;
      const std::string name = body->lambda ? "this coroutine" : fmt::format("'{}'", body->name());
      if (!report(given.call->location(), fmt::format("an exception of {} is lost: it is spawned detached, and nobody hears of it{}", name,
                                                      instead_clause("a completion handler that takes std::exception_ptr, or a try block "
                                                                     "around the body",
                                                                     "")))) {
        return;
      }
      note(culprit->getExprLoc(), llvm::isa<clang::CXXThrowExpr>(culprit) ? "thrown here" : "this may throw, and no catch is around it");
      return;
    }
  }

  /// The first expression that may let an exception out of a coroutine; null where there is none that we know of.
  const clang::Expr* throws(const Unit& unit, const Function& function) {
    const auto [found, is_new] = throws_.try_emplace(&function, nullptr);
    if (!is_new) return found->second;
    const clang::Expr* culprit = look_for_throw(unit, function);
    throws_[&function] = culprit;
    return culprit;
  }

  const clang::Expr* look_for_throw(const Unit& unit, const Function& function) {
    ThrowFinder finder{unit, function, {}};
    for (const clang::Expr* suspension : function.suspensions) {
      if (!finder.caught(suspension) && may_throw(unit, *suspension)) return suspension;
    }
    return finder.first_throw(function.body);
  }

  struct ThrowFinder {
    const Unit& unit;
    const Function& function;
    std::vector<const clang::Stmt*> open;

    bool caught(const clang::Stmt* statement) const {
      const Parents& parents = unit.parents(function);
      const clang::Stmt* below = statement;
      for (const clang::Stmt* above = parents.of(below); above; below = above, above = parents.of(above)) {
        const auto* attempt = llvm::dyn_cast<clang::CXXTryStmt>(above);
        if (attempt && attempt->getTryBlock() == below && catches_all(*attempt)) return true;
      }
      return false;
    }

    const clang::Expr* first_throw(const clang::Stmt* root) {
      if (const auto* coroutine = llvm::dyn_cast<clang::CoroutineBodyStmt>(root)) root = coroutine->getBody();
      open = {root};
      while (!open.empty()) {
        const clang::Stmt* here = open.back();
        open.pop_back();
        if (const auto* thrown = llvm::dyn_cast<clang::CXXThrowExpr>(here); thrown && thrown->getSubExpr() && !caught(thrown)) return thrown;
        if (llvm::isa<clang::LambdaExpr>(here)) continue;
        for (const clang::Stmt* child : here->children()) {
          if (child) open.push_back(child);
        }
      }
      return nullptr;
    }
  };

  /// An operation awaited with a token that turns errors into exceptions, or a visible coroutine that may throw.
  bool may_throw(const Unit& unit, const clang::Expr& suspension) {
    const auto* await = llvm::dyn_cast<clang::CoawaitExpr>(&suspension);
    const auto* call = await ? llvm::dyn_cast<clang::CallExpr>(bare(await->getOperand())) : nullptr;
    if (!call) return false;
    if (const Function* callee = unit.find(call->getDirectCallee())) return callee->coroutine && throws(unit, *callee) != nullptr;
    for (const clang::Expr* argument : call->arguments()) {
      if (unit.models->lists(&Library::awaitable_tokens, type_name(bare(argument)->getType()))) return true;
    }
    return false;
  }

  std::map<const Function*, const clang::Expr*> throws_;
};

}  // namespace

std::unique_ptr<Check> make_detached_exception(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<DetachedException>(name, context, session);
}

}  // namespace unblock::lint
