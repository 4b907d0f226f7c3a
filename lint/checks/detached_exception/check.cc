// async-detached-exception: a coroutine that may throw is spawned with a token that throws its exception away.
#include <clang/AST/DeclTemplate.h>
#include <clang/AST/StmtCXX.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "lint/checks/check.h"
#include "lint/extract/callable.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/statements.h"
#include "lint/libraries/name_pattern.h"

namespace unblock::lint {
namespace {

/// What a statement throws: anything, or what Asio's operations do, a system_error.
enum class Throws { anything,
                    system_error };

bool throws_on(const clang::CXXCatchStmt& handler) {
  return any_statement(handler.getHandlerBlock(), [](const clang::Stmt& part) {
    const auto* thrown = llvm::dyn_cast<clang::CXXThrowExpr>(&part);
    return thrown && !thrown->getSubExpr();
  });
}

bool takes(const clang::CXXCatchStmt& handler, Throws thrown) {
  if (handler.getCaughtType().isNull()) return true;
  const std::string caught = type_name(handler.getCaughtType());
  return caught == "std::exception" || (thrown == Throws::system_error && llvm::StringRef(caught).ends_with("::system_error"));
}

/// Whether a handler takes everything that is usually thrown, and throws nothing on.
bool catches(const clang::CXXTryStmt& attempt, Throws thrown) {
  for (unsigned i = 0; i < attempt.getNumHandlers(); ++i) {
    if (takes(*attempt.getHandler(i), thrown)) return !throws_on(*attempt.getHandler(i));
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
      if (may_throw(unit, *suspension) && !finder.caught(suspension, is_operation(unit, *suspension) ? Throws::system_error : Throws::anything)) return suspension;
    }
    return finder.first_throw(function.body);
  }

  struct ThrowFinder {
    const Unit& unit;
    const Function& function;
    std::vector<const clang::Stmt*> open;

    bool caught(const clang::Stmt* statement, Throws thrown) const {
      const Parents& parents = unit.parents(function);
      const clang::Stmt* below = statement;
      for (const clang::Stmt* above = parents.of(below); above; below = above, above = parents.of(above)) {
        const auto* attempt = llvm::dyn_cast<clang::CXXTryStmt>(above);
        if (attempt && attempt->getTryBlock() == below && catches(*attempt, thrown)) return true;
      }
      return false;
    }

    const clang::Expr* first_throw(const clang::Stmt* root) {
      if (const auto* coroutine = llvm::dyn_cast<clang::CoroutineBodyStmt>(root)) root = coroutine->getBody();
      open = {root};
      while (!open.empty()) {
        const clang::Stmt* here = open.back();
        open.pop_back();
        if (const auto* thrown = llvm::dyn_cast<clang::CXXThrowExpr>(here); thrown && thrown->getSubExpr() && !caught(thrown, Throws::anything)) return thrown;
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
    const clang::CallExpr* call = awaited_call(suspension);
    if (!call) return false;
    if (const Function* callee = unit.find(call->getDirectCallee())) return callee->coroutine && throws(unit, *callee) != nullptr;
    return has_awaitable_token(unit, *call);
  }

  static const clang::CallExpr* awaited_call(const clang::Expr& suspension) {
    const auto* await = llvm::dyn_cast<clang::CoawaitExpr>(&suspension);
    return await ? llvm::dyn_cast<clang::CallExpr>(bare(await->getOperand())) : nullptr;
  }

  static bool is_operation(const Unit& unit, const clang::Expr& suspension) {
    const clang::CallExpr* call = awaited_call(suspension);
    return call && !unit.find(call->getDirectCallee()) && has_awaitable_token(unit, *call);
  }

  static bool has_awaitable_token(const Unit& unit, const clang::CallExpr& call) {
    return std::any_of(call.arg_begin(), call.arg_end(), [&](const clang::Expr* argument) {
      return unit.models->lists(&Library::awaitable_tokens, type_name(bare(argument)->getType()));
    });
  }

  std::map<const Function*, const clang::Expr*> throws_;
};

}  // namespace

std::unique_ptr<Check> make_detached_exception(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<DetachedException>(name, context, session);
}

}  // namespace unblock::lint
