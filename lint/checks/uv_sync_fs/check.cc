// async-uv-sync-fs: a libuv call in a callback that is synchronous because its own callback is null.
#include "lint/checks/blocking_report.h"

namespace unblock::lint {

bool wanted_by_uv_sync_fs(const facts::Wait& wait, const std::vector<std::string>&) { return wait.null_callback; }

std::unique_ptr<Check> make_uv_sync_fs(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<BlockingCheck>(name, context, session, wanted_by_uv_sync_fs);
}

}  // namespace unblock::lint
