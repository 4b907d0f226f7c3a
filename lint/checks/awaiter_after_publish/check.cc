// async-awaiter-after-publish: await_suspend() touches its own object after it gave that, or the coroutine, to somebody who may resume.
#include <clang/AST/StmtCXX.h>
#include <fmt/format.h>

#include <algorithm>

#include "lint/checks/check.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"
#include "lint/extract/statements.h"
#include "lint/lifetimes/lifetimes.h"

namespace unblock::lint {
namespace {

class AwaiterAfterPublish : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    lifetimes_ = &lifetimes(unit);
    for (const Function& function : unit.functions) {
      const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function.decl);
      if (!method || !method->getIdentifier() || method->getName() != "await_suspend" || method->isStatic()) continue;
      if (method->isDependentContext() || method->getNumParams() == 0 || holds_a_lock(function)) continue;
      for (const CallSite& call : function.calls) {
        if (publishes(unit, call, *method->getParamDecl(0))) follow(function, call);
      }
    }
  }

 private:
  /// Whether a call gives `this` or the coroutine to something outside of the awaiter, or resumes it.
  static bool publishes(const Unit& unit, const CallSite& call, const clang::ParmVarDecl& coroutine) {
    if (!call.callee || llvm::isa<clang::CXXConstructorDecl>(call.callee) || llvm::isa<clang::CXXDestructorDecl>(call.callee)) return false;
    const llvm::StringRef name = call.callee->getIdentifier() ? call.callee->getName() : "";
    // Whether a compare_exchange has published it, its result says; this is about what cannot fail.
    if (has_role(unit, call, Role::may_fail_exchange) || name == "address" || name == "from_address" || call.moves()) return false;
    if (call.object && bare(call.object)->getType()->isRecordType() && plainly_named(call.object) == &coroutine) return name == "resume";
    // std::exchange(head, this): what is shared without an atomic is shared under somebody's lock.
    if (has_role(unit, call, Role::plain_exchange) || only_stores(unit, call) || asks_promise(call)) return false;
    if (call.callee->isOverloadedOperator() && call.callee->getOverloadedOperator() != clang::OO_Call) return false;
    const bool own = call.object && llvm::isa<clang::CXXThisExpr>(bare(call.object));
    const bool gives = std::any_of(call.arguments.begin(), call.arguments.end(), [&](const clang::Expr* argument) {
      const clang::Expr* value = bare(argument);
      return llvm::isa<clang::CXXThisExpr>(value) || (!own && plainly_named(value) == &coroutine);
    });
    return gives && (in_system_header(*unit.ast, *call.callee) ? name != "await_suspend" : !own);
  }

  /// A visible function that calls nothing: it keeps the handle, and nobody resumes it yet.
  static bool only_stores(const Unit& unit, const CallSite& call) {
    const Function* callee = unit.find(call.callee);
    return callee && std::none_of(callee->calls.begin(), callee->calls.end(), [](const CallSite& inner) {
             return inner.callee && !llvm::isa<clang::CXXConstructorDecl>(inner.callee) && inner.callee->getOverloadedOperator() != clang::OO_Equal;
           });
  }

  /// coroutine_.promise().set_continuation(handle): a coroutine that does not run yet.
  static bool asks_promise(const CallSite& call) {
    return call.object && any_statement(call.object, [](const clang::Stmt& part) {
             const auto* inner = llvm::dyn_cast<clang::CXXMemberCallExpr>(&part);
             const auto* method = inner ? inner->getMethodDecl() : nullptr;
             return method && method->getIdentifier() && method->getName() == "promise";
           });
  }

  void follow(const Function& function, const CallSite& publication) {
    lifetimes_->flow(function).after(publication.expr, [&](const FlowPoint& point) {
      const auto* member = llvm::dyn_cast_or_null<clang::MemberExpr>(point.statement);
      const bool own = member && llvm::isa<clang::FieldDecl>(member->getMemberDecl()) && llvm::isa<clang::CXXThisExpr>(bare(member->getBase()));
      if (!own || member->getMemberDecl()->getType()->isReferenceType()) return Step::go_on;
      // In the next round of a loop: who hands out many and counts them down knows which one is the last.
      const auto& sources = lifetimes_->unit().ast->getSourceManager();
      if (sources.isBeforeInTranslationUnit(sources.getExpansionLoc(member->getMemberLoc()), sources.getExpansionLoc(publication.location()))) return Step::go_on;
      say(*member, publication);
      return Step::stop;
    });
  }

  void say(const clang::MemberExpr& member, const CallSite& publication) {
    const std::string message = fmt::format("'{}' is used after the awaiter was given away and may be gone", member.getMemberDecl()->getNameAsString());
    if (!report(member.getMemberLoc(), message + instead_clause("fill the awaiter in before it is given away", ""))) return;
    note(publication.location(), "from here on another thread may resume the coroutine, which destroys the awaiter");
  }

  const Lifetimes* lifetimes_ = nullptr;
};

}  // namespace

std::unique_ptr<Check> make_awaiter_after_publish(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<AwaiterAfterPublish>(name, context, session);
}

}  // namespace unblock::lint
