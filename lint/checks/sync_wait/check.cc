// async-sync-wait: a call in async code that waits for other async work: future.get(), sync_wait(), a nested event loop.
#include "lint/checks/blocking_report.h"

namespace unblock::lint {
namespace {

class SyncWait : public BlockingCheck {
 public:
  using BlockingCheck::BlockingCheck;

 protected:
  bool wanted(const BlockingRow& row) const override { return row.sync_wait; }
};

}  // namespace

std::unique_ptr<Check> make_sync_wait(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<SyncWait>(name, context, session);
}

}  // namespace unblock::lint
