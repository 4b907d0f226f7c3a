// async-discarded-task: what stands for running work is thrown away at once: a std::async that waits right there, a deferred operation
// that never starts.
#include <fmt/format.h>

#include <algorithm>

#include "lint/checks/check.h"
#include "lint/extract/decl_names.h"
#include "lint/flow/fate.h"
#include "lint/lifetimes/lifetimes.h"

namespace unblock::lint {
namespace {

bool is_std_async(const CallSite& call) { return call.callee && qualified_name(*call.callee) == "std::async"; }

bool is_deferred(clang::QualType type) {
  const std::string name = type_name(type);
  return name.ends_with("::deferred_async_operation") || name.ends_with("::deferred_sequence");
}

class DiscardedTask : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    for (const Function& function : unit.functions) {
      if (function.decl->isDependentContext()) continue;
      for (const CallSite& call : function.calls) {
        const bool async = is_std_async(call);
        if (!async && !is_deferred(call.expr->getType())) continue;
        if (llvm::isa<clang::CXXConstructExpr>(call.expr) || fate_of(unit, function, call.expr).fate != Fate::discarded) continue;
        say(call, async);
      }
    }
  }

 private:
  void say(const CallSite& call, bool async) {
    const std::string message = async ? "the future of 'async' dies at once, and its destructor waits here for the work"
                                      : fmt::format("'{}' is deferred and thrown away: it never starts", callee_name(call));
    report(call.location(), message + instead_clause(async ? "keep the future" : "co_await it, or give it a handler", ""));
  }
};

}  // namespace

std::unique_ptr<Check> make_discarded_task(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<DiscardedTask>(name, context, session);
}

}  // namespace unblock::lint
