// async-blocking-file-io: a call in async code that waits for the disk, directly or at the end of a chain of calls.
#include "lint/checks/blocking_report.h"

namespace unblock::lint {

bool wanted_by_blocking_file_io(const facts::Wait& wait, const std::vector<std::string>&) { return !wait.sync_wait && !wait.null_callback && wait.tier == Tier::disk; }

std::unique_ptr<Check> make_blocking_file_io(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<BlockingCheck>(name, context, session, wanted_by_blocking_file_io);
}

}  // namespace unblock::lint
