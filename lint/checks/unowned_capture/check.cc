// async-unowned-capture: a handler that runs later refers to a local that is gone by then, or to an object it does not keep alive.
#include <fmt/format.h>

#include <algorithm>

#include "lint/checks/check.h"
#include "lint/extract/callable.h"
#include "lint/extract/decl_names.h"
#include "lint/flow/fate.h"
#include "lint/flow/lifetime.h"

namespace unblock::lint {
namespace {

/// The variable a capture refers to without owning it; null where it owns what it holds.
const clang::VarDecl* borrowed_local(const clang::LambdaCapture& capture, const clang::Expr* init) {
  if (!capture.capturesVariable()) return nullptr;
  const auto* variable = llvm::dyn_cast<clang::VarDecl>(capture.getCapturedVar());
  if (!variable) return nullptr;
  if (variable->isInitCapture()) {
    const bool refers = variable->getType()->isReferenceType();
    const bool points = variable->getType()->isPointerType() && init && llvm::isa<clang::UnaryOperator>(bare(init));
    return (refers || points) && variable->getInit() ? automatic_local(variable->getInit()) : nullptr;
  }
  if (capture.getCaptureKind() == clang::LCK_ByRef) {
    return variable->hasLocalStorage() && !variable->getType()->isReferenceType() ? variable : nullptr;
  }
  if (variable->getType()->isPointerType() && variable->getInit() && variable->isLocalVarDecl()) {
    const auto* address = llvm::dyn_cast<clang::UnaryOperator>(bare(variable->getInit()));
    return address && address->getOpcode() == clang::UO_AddrOf ? automatic_local(address) : nullptr;
  }
  return nullptr;
}

bool is_owner(clang::QualType type) {
  const auto* record = class_of(type);
  const std::string name = record ? record->getNameAsString() : "";
  return name == "shared_ptr" || name == "weak_ptr" || name == "intrusive_ptr" || name == "QPointer" || name == "QSharedPointer";
}

class UnownedCapture : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    for (const HandOver& given : unit.hand_overs) {
      if (given.runs_on == RunsOn::caller || given.runs_on == RunsOn::thread) continue;
      for (const Target& target : given.targets) {
        const Function* body = unit.find(target.decl);
        if (body && body->lambda && written_here(*given.call, *body)) look_at(unit, given, *body);
      }
    }
  }

 private:
  /// Only where the lambda stands in the function that hands it over: elsewhere we do not know its frame.
  static bool written_here(const CallSite& call, const Function& body) {
    return body.parent && call.in && body.parent->decl == call.in->decl && !call.in->decl->isDependentContext();
  }

  void look_at(const Unit& unit, const HandOver& given, const Function& body) {
    const clang::LambdaExpr& lambda = *body.lambda;
    const Function& home = *given.call->in;
    const bool outlived = dies_with_local(given) || awaited_here(unit, home, *given.call) || scope_waits_after(unit, home, *given.call);
    if (outlived) return look_at_this(given, body);
    auto init = lambda.capture_init_begin();
    for (const clang::LambdaCapture& capture : lambda.captures()) {
      const clang::Expr* value = *init++;
      const clang::VarDecl* local = borrowed_local(capture, value);
      if (!local || !declared_in(*local, home) || home.decl->isMain()) continue;
      say_local(given, lambda, *local);
      return;
    }
    look_at_this(given, body);
  }

  /// A listener of a local: no handler runs when the scope has ended.
  static bool dies_with_local(const HandOver& given) {
    return given.row->lives_with_object && given.call->object && automatic_local(given.call->object) != nullptr;
  }

  static bool awaited_here(const Unit& unit, const Function& home, const CallSite& call) {
    const Fate fate = fate_of(unit, home, call.expr).fate;
    return fate == Fate::awaited || fate == Fate::kept || fate == Fate::returned;
  }

  void say_local(const HandOver& given, const clang::LambdaExpr& lambda, const clang::VarDecl& local) {
    if (!report(lambda.getBeginLoc(),
                fmt::format("this handler of '{}' refers to the local '{}', which is gone when the handler runs{}", sink_name(given),
                            local.getNameAsString(), instead_clause("capture it by value, or keep it in a std::shared_ptr", "")))) {
      return;
    }
    note(local.getLocation(), fmt::format("'{}' lives until the end of its scope", local.getNameAsString()));
  }

  static std::string sink_name(const HandOver& given) {
    return given.call->callee ? display_name(*given.call->callee) : "a callback parameter";
  }

  void look_at_this(const HandOver& given, const Function& body) {
    const clang::LambdaExpr& lambda = *body.lambda;
    const bool this_captured = std::any_of(lambda.capture_begin(), lambda.capture_end(), [](const clang::LambdaCapture& capture) {
      return capture.capturesThis() && capture.getCaptureKind() != clang::LCK_StarThis;
    });
    if (!this_captured || owns_something(lambda)) return;
    const auto* record = class_around(body);
    if (!is_shared_from_this(record)) return;
    const std::string name = record->getNameAsString();
    if (!report(lambda.getBeginLoc(),
                fmt::format("this handler of '{}' uses 'this', but does not keep its '{}' alive{}", sink_name(given), name,
                            instead_clause("capture self = shared_from_this() too", "")))) {
      return;
    }
    note(record->getLocation(), fmt::format("'{}' is shared: its last owner may go before the handler runs", name));
  }

  static bool owns_something(const clang::LambdaExpr& lambda) {
    return std::any_of(lambda.capture_begin(), lambda.capture_end(), [](const clang::LambdaCapture& capture) {
      return capture.capturesVariable() && is_owner(capture.getCapturedVar()->getType()) && capture.getCaptureKind() == clang::LCK_ByCopy;
    });
  }

  /// The class whose `this` a lambda uses.
  static const clang::CXXRecordDecl* class_around(const Function& body) {
    for (const Function* outer = body.parent; outer; outer = outer->parent) {
      const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(outer->decl);
      if (method && !method->getParent()->isLambda()) return method->getParent();
    }
    return nullptr;
  }
};

}  // namespace

std::unique_ptr<Check> make_unowned_capture(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<UnownedCapture>(name, context, session);
}

}  // namespace unblock::lint
