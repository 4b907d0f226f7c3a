#include "lint/driver/cache/read_log.h"

#include <gtest/gtest.h>

namespace unblock::lint {
namespace {

/// A disk on which the n-th question of a kind fails, as where a folder of the network is away for a moment.
class FailsOnce : public llvm::vfs::ProxyFileSystem {
 public:
  FailsOnce(int status, int open) : ProxyFileSystem(files()), status_(status), open_(open) {}

  llvm::ErrorOr<llvm::vfs::Status> status(const llvm::Twine& path) override {
    if (--status_ == 0) return std::make_error_code(std::errc::permission_denied);
    return ProxyFileSystem::status(path);
  }

  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine& path) override {
    if (--open_ == 0) return std::make_error_code(std::errc::permission_denied);
    return ProxyFileSystem::openFileForRead(path);
  }

 private:
  static llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files() {
    auto memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
    memory->addFile("/there.h", 0, llvm::MemoryBuffer::getMemBuffer("int there;\n"));
    return memory;
  }

  int status_, open_;
};

constexpr int kNever = -1;

ReadLog log_of(int failing_status, int failing_open) { return ReadLog(llvm::makeIntrusiveRefCnt<FailsOnce>(failing_status, failing_open)); }

TEST(ReadLog, IsSteadyWhereEachPathAnswersTheSame) {
  ReadLog log = log_of(kNever, kNever);
  EXPECT_TRUE(log.exists("/there.h"));
  EXPECT_FALSE(log.exists("/nowhere.h"));
  EXPECT_FALSE(log.exists("/nowhere.h"));
  EXPECT_TRUE(log.openFileForRead("/there.h"));
  EXPECT_TRUE(log.is_steady());
}

TEST(ReadLog, IsNotWhereAPathWasAwayOnce) {
  ReadLog first = log_of(1, kNever);
  EXPECT_FALSE(first.exists("/there.h"));
  EXPECT_TRUE(first.is_steady());
  EXPECT_TRUE(first.exists("/there.h"));
  EXPECT_FALSE(first.is_steady());

  ReadLog second = log_of(2, kNever);
  EXPECT_TRUE(second.exists("/there.h"));
  EXPECT_FALSE(second.exists("/there.h"));
  EXPECT_FALSE(second.is_steady());
}

TEST(ReadLog, IsNotWhereAFileIsThereAndCannotBeRead) {
  ReadLog log = log_of(kNever, 1);
  EXPECT_TRUE(log.exists("/there.h"));
  EXPECT_FALSE(log.openFileForRead("/there.h"));
  EXPECT_FALSE(log.is_steady());
}

}  // namespace
}  // namespace unblock::lint
