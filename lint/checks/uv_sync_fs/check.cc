// async-uv-sync-fs: a libuv call in a callback that is synchronous because its own callback is null.
#include "lint/checks/blocking_report.h"

namespace unblock::lint {
namespace {

class UvSyncFs : public BlockingCheck {
 public:
  using BlockingCheck::BlockingCheck;

 protected:
  bool wanted(const BlockingRow& row) const override { return row.null_callback; }
};

}  // namespace

std::unique_ptr<Check> make_uv_sync_fs(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<UvSyncFs>(name, context, session);
}

}  // namespace unblock::lint
