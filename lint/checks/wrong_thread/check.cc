// async-wrong-thread: a call that belongs to the loop's thread is made on another thread or in a pool.
#include <fmt/format.h>

#include "lint/checks/check.h"
#include "lint/lifetimes/threads.h"

namespace unblock::lint {
namespace {

class WrongThread : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    const Lifetimes& lifetimes = this->lifetimes(unit);
    const auto off_loop = functions_off_loop(lifetimes);
    for (const Function& function : unit.functions) {
      const auto off = off_loop.find(&function);
      if (off == off_loop.end()) continue;
      for (const Operation& operation : lifetimes.operations(function)) {
        if (operation.row->loop_only) say(function, off->second, operation);
      }
    }
  }

 private:
  void say(const Function& function, const OffLoop& off, const Operation& operation) {
    const char* where = off.runs_on == RunsOn::pool ? "in a pool" : "on another thread";
    const std::string message = fmt::format("'{}' belongs to the loop's thread, but runs {} here", callee_name(*operation.call), where);
    if (!report(operation.call->location(), message + instead_clause(operation.row->instead, ""))) return;
    if (off.through) note(off.through->location(), fmt::format("'{}' is called here", function.name()));
    note(off.handed_over->location(), fmt::format("'{}' has it run {}", callee_name(*off.handed_over), where));
  }
};

}  // namespace

std::unique_ptr<Check> make_wrong_thread(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<WrongThread>(name, context, session);
}

}  // namespace unblock::lint
