// async-sync-wait: a call in async code that waits for other async work: future.get(), sync_wait(), a nested event loop.
#include "lint/checks/blocking_report.h"

namespace unblock::lint {

bool wanted_by_sync_wait(const facts::Wait& wait, const std::vector<std::string>&) { return wait.sync_wait; }

std::unique_ptr<Check> make_sync_wait(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<BlockingCheck>(name, context, session, wanted_by_sync_wait);
}

}  // namespace unblock::lint
