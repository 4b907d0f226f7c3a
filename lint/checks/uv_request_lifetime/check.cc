// async-uv-request-lifetime: a request of libuv on the stack, or freed, while the loop still works on it.
#include <clang/AST/ExprCXX.h>
#include <fmt/format.h>

#include <algorithm>

#include "lint/checks/check.h"
#include "lint/extract/expressions.h"
#include "lint/extract/decl_names.h"
#include "lint/flow/fate.h"
#include "lint/flow/flow.h"
#include "lint/flow/lifetime.h"
#include "lint/lifetimes/frees.h"

namespace unblock::lint {
namespace {

/// What a call or `delete` frees; null for others.
const clang::ValueDecl* freed(const Unit& unit, const clang::Stmt& statement) {
  const clang::Expr* memory = freed_by(unit, statement);
  return memory ? named_object(memory) : nullptr;
}

class UvRequestLifetime : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    for (const HandOver& given : unit.hand_overs) {
      if (!given.call->in || is_synchronous(*given.call)) continue;
      for (const clang::Expr* argument : given.call->arguments) {
        if (is_request(unit, argument)) look_at(unit, *given.call, argument);
      }
    }
  }

 private:
  /// uv_fs_read(…, NULL) is done when it returns; uv_write(…, NULL) is not.
  static bool is_synchronous(const CallSite& call) { return call.blocks && call.blocks->null_callback; }

  static bool is_request(const Unit& unit, const clang::Expr* argument) {
    const clang::QualType type = argument->IgnoreParenCasts()->getType();
    if (!type->isPointerType()) return false;
    const auto* alias = type->getPointeeType()->getAs<clang::TypedefType>();
    return unit.models->lists(&Library::requests, alias ? qualified_name(*alias->getDecl()) : type_name(type->getPointeeType()));
  }

  void look_at(const Unit& unit, const CallSite& call, const clang::Expr* argument) {
    const Function& home = *call.in;
    if (const clang::VarDecl* local = local_behind(unit, argument)) {
      if (!declared_in(*local, home) || lives_until_done(unit, home, *local, call)) return;
      const char* whole = block_of(home, *local) ? "block" : "function";
      if (!report(call.location(), fmt::format("the request '{}' dies with this {}, but '{}' needs it until its callback ran{}",
                                               local->getNameAsString(), whole, display_name(*call.callee),
                                               instead_clause("a request on the heap that the callback frees, or inside the object it belongs to", "")))) {
        return;
      }
      return note(local->getLocation(), "declared here");
    }
    if (fate_of(unit, home, call.expr).fate == Fate::discarded) look_for_free(unit, call, argument);
  }

  static const clang::VarDecl* local_behind(const Unit& unit, const clang::Expr* argument) {
    const auto* address = llvm::dyn_cast<clang::UnaryOperator>(argument->IgnoreParenCasts());
    return address && address->getOpcode() == clang::UO_AddrOf ? automatic_local(unit, address) : nullptr;
  }

  void look_for_free(const Unit& unit, const CallSite& call, const clang::Expr* argument) {
    const clang::ValueDecl* request = named_object(argument);
    if (!request || !llvm::isa<clang::VarDecl>(request) || llvm::isa<clang::UnaryOperator>(argument->IgnoreParenCasts())) return;
    if (scope_waits_after(unit, *call.in, call)) return;
    Flow(unit, *call.in).after(call.expr, [&](const FlowPoint& point) {
      if (!point.statement) return Step::go_on;
      if (reassigned(*point.statement, request)) return Step::stop;
      if (freed(unit, *point.statement) != request) return Step::go_on;
      if (report(point.statement->getBeginLoc(), fmt::format("the request '{}' is freed here, but '{}' needs it until its callback ran{}",
                                                             request->getNameAsString(), display_name(*call.callee),
                                                             instead_clause("free it in the callback", "")))) {
        note(call.location(), "given to the loop here");
      }
      return Step::stop;
    });
  }

  static bool reassigned(const clang::Stmt& statement, const clang::ValueDecl* variable) {
    const auto* assignment = llvm::dyn_cast<clang::BinaryOperator>(&statement);
    return assignment && assignment->getOpcode() == clang::BO_Assign && named_object(assignment->getLHS()) == variable;
  }
};

}  // namespace

std::unique_ptr<Check> make_uv_request_lifetime(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<UvRequestLifetime>(name, context, session);
}

}  // namespace unblock::lint
