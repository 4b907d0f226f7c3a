#include "reports/rewrite.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "reports/file.h"
#include "reports/model/error.h"

namespace unblock::reports {
namespace {

class Rewrite : public testing::Test {
 protected:
  Rewrite() {
    std::string name = (std::filesystem::temp_directory_path() / "unblock-rewrite-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    source_ = folder_ + "/a.cc";
    write_file(source_, "old\n");
    ::chmod(source_.c_str(), 0751);
  }
  ~Rewrite() override { std::filesystem::remove_all(folder_); }

  std::size_t files() const { return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder_), {})); }
  mode_t mode() const {
    struct stat status{};
    return ::stat(source_.c_str(), &status) == 0 ? status.st_mode & 07777 : 0;
  }

  std::string folder_, source_;
};

TEST_F(Rewrite, ReplacesAndKeepsTheMode) {
  rewrite_file(source_, "old\n", "new\n");
  EXPECT_EQ(read_file(source_), "new\n");
  EXPECT_EQ(mode(), 0751u);
  EXPECT_EQ(files(), 1u);
}

TEST_F(Rewrite, WhatChangedMeanwhileStays) {
  EXPECT_THROW(rewrite_file(source_, "older\n", "new\n"), InputError);
  EXPECT_EQ(read_file(source_), "old\n");
}

TEST_F(Rewrite, AllNamesOfAFileStayOneFile) {
  std::filesystem::create_hard_link(source_, folder_ + "/other.cc");
  std::filesystem::create_symlink("a.cc", folder_ + "/link.cc");
  rewrite_file(folder_ + "/link.cc", "old\n", "n\n");
  EXPECT_EQ(read_file(folder_ + "/other.cc"), "n\n");
  EXPECT_TRUE(std::filesystem::is_symlink(folder_ + "/link.cc"));
  EXPECT_EQ(std::filesystem::hard_link_count(source_), 2u);
  EXPECT_EQ(mode(), 0751u);
  EXPECT_EQ(files(), 3u);
}

/// As somebody to whom root's permissions are not granted.
struct WithoutRoot {
  WithoutRoot() { root = ::geteuid() == 0 && ::seteuid(65534) == 0; }
  ~WithoutRoot() { EXPECT_TRUE(!root || ::seteuid(0) == 0); }
  bool root = false;
};

TEST_F(Rewrite, WhatIsReadOnlyStays) {
  ::chmod(folder_.c_str(), 0777);
  ::chmod(source_.c_str(), 0444);
  {
    const WithoutRoot now;
    EXPECT_THROW(rewrite_file(source_, "old\n", "new\n"), InputError);
  }
  EXPECT_EQ(read_file(source_), "old\n");
  EXPECT_EQ(files(), 1u);
}

/// No file may grow beyond this many bytes while it lives.
struct SizeLimit {
  explicit SizeLimit(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before);
    const rlimit limit{bytes, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    ::signal(SIGXFSZ, SIG_IGN);
  }
  ~SizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before); }
  rlimit before{};
};

TEST_F(Rewrite, AFullDiskLeavesTheOldContent) {
  for (const bool linked : {false, true}) {
    if (linked) std::filesystem::create_hard_link(source_, folder_ + "/other.cc");
    {
      const SizeLimit limit(16);
      EXPECT_THROW(rewrite_file(source_, "old\n", std::string(100, 'x')), InputError);
    }
    EXPECT_EQ(read_file(source_), "old\n");
    EXPECT_EQ(files(), linked ? 2u : 1u);
  }
}

}  // namespace
}  // namespace unblock::reports
