// async-early-shared-from-this: shared_from_this() where no shared_ptr owns the object yet, or none does any more.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

#include "lint/checks/check.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"
#include "lint/flow/lifetime.h"
#include "lint/flow/once.h"
#include "lint/lifetimes/lifetimes.h"

namespace unblock::lint {
namespace {

bool on_this(const CallSite& call) { return call.object && llvm::isa<clang::CXXThisExpr>(bare(call.object)); }

bool is_the_call(const Unit& unit, const CallSite& call) {
  return on_this(call) && has_role(unit, call, Role::shares_this) && call.arguments.empty();
}

class EarlySharedFromThis : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    for (const Function& function : unit.functions) {
      const bool constructor = llvm::isa<clang::CXXConstructorDecl>(function.decl);
      if (!constructor && !llvm::isa<clang::CXXDestructorDecl>(function.decl)) continue;
      const auto* record = llvm::cast<clang::CXXMethodDecl>(function.decl)->getParent();
      if (!function.decl->isDependentContext() && is_shared_from_this(unit, record)) look_at(unit, function, constructor);
    }
  }

 private:
  /// The function itself, and what it calls on the same object before it returns.
  void look_at(const Unit& unit, const Function& start, bool constructor) {
    std::set<const Function*> seen = {&start};
    std::vector<std::pair<const Function*, const CallSite*>> open = {{&start, nullptr}};
    while (!open.empty()) {
      const auto [function, entered] = open.back();
      open.pop_back();
      for (const CallSite& call : function->calls) {
        if (!constructor && runs_once(unit, *function, call) && is_called_elsewhere(unit, *function, start)) continue;
        if (is_the_call(unit, call)) return say(call, start, entered, constructor);
        const Function* next = on_this(call) && call.targets.size() == 1 && call.targets[0].certain ? unit.find(call.targets[0].decl) : nullptr;
        if (next && !next->coroutine && seen.insert(next).second) open.emplace_back(next, entered ? entered : &call);
      }
    }
  }

  /// Whether others come to the function too, and may have been first.
  static bool is_called_elsewhere(const Unit& unit, const Function& function, const Function& destructor) {
    return std::any_of(unit.functions.begin(), unit.functions.end(), [&](const Function& other) {
      if (&other == &destructor || &other == &function) return false;
      return std::any_of(other.calls.begin(), other.calls.end(), [&](const CallSite& call) { return call.callee && unit.find(call.callee) == &function; });
    });
  }

  void say(const CallSite& call, const Function& start, const CallSite* entered, bool constructor) {
    const char* when = constructor ? "in the constructor, before a shared_ptr owns the object" : "in the destructor, when none owns the object any more";
    const std::string message = fmt::format("shared_from_this() throws {}", when);
    const clang::SourceLocation where = entered ? entered->location() : call.location();
    if (!report(where, message + instead_clause("a start() that is called when the object is made", ""))) return;
    if (entered) note(call.location(), fmt::format("'{}' comes here", start.name()));
  }
};

}  // namespace

std::unique_ptr<Check> make_early_shared_from_this(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<EarlySharedFromThis>(name, context, session);
}

}  // namespace unblock::lint
