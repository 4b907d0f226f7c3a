// async-cancellation-not-forwarded: a function gets a cancellation token and calls one that would take it, without giving it on.
#include <fmt/format.h>

#include "lint/checks/check.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/has_role.h"
#include "lint/lifetimes/lifetimes.h"

namespace unblock::lint {
namespace {

const clang::ParmVarDecl* own_token(const Unit& unit, const Function& function) {
  for (const clang::ParmVarDecl* parameter : function.decl->parameters()) {
    if (has_role(unit, parameter->getType(), Role::cancellation_token) && parameter->getIdentifier()) return parameter;
  }
  return nullptr;
}

class CancellationNotForwarded : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    for (const Function& function : unit.functions) {
      const clang::ParmVarDecl* token = function.decl->isDependentContext() ? nullptr : own_token(unit, function);
      if (!token) continue;
      for (const CallSite& call : function.calls) {
        if (call.callee && leaves_out(call, *token)) say(call, *token);
      }
    }
  }

 private:
  /// Whether a parameter of the token's type gets its default.
  static bool leaves_out(const CallSite& call, const clang::ParmVarDecl& token) {
    for (unsigned i = static_cast<unsigned>(call.arguments.size()); i < call.callee->getNumParams(); ++i) {
      const clang::ParmVarDecl* parameter = call.callee->getParamDecl(i);
      if (parameter->hasDefaultArg() && class_of(parameter->getType()) == class_of(token.getType())) return true;
    }
    return false;
  }

  void say(const CallSite& call, const clang::ParmVarDecl& token) {
    const std::string message = fmt::format("'{}' could be cancelled through '{}', which it does not get", callee_name(call), token.getNameAsString());
    report(call.location(), message + instead_clause("give it on", ""));
  }
};

}  // namespace

std::unique_ptr<Check> make_cancellation_not_forwarded(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<CancellationNotForwarded>(name, context, session);
}

}  // namespace unblock::lint
