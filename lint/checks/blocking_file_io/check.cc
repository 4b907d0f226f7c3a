// async-blocking-file-io: a call in async code that waits for the disk, directly or at the end of a chain of calls.
#include "lint/checks/blocking_report.h"

namespace unblock::lint {
namespace {

class BlockingFileIo : public BlockingCheck {
 public:
  using BlockingCheck::BlockingCheck;

 protected:
  bool wanted(const BlockingRow& row) const override { return !row.sync_wait && !row.null_callback && row.tier == Tier::disk; }
};

}  // namespace

std::unique_ptr<Check> make_blocking_file_io(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<BlockingFileIo>(name, context, session);
}

}  // namespace unblock::lint
