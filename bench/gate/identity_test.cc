#include "bench/gate/identity.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "reports/file.h"

namespace unblock::bench::gate {
namespace {

TEST(Identity, ChangesWithTheBytesAndOnlyWithThem) {
  const std::string path = ::testing::TempDir() + "unblock_identity";
  reports::write_file(path, "program");
  const Identity identity(path);
  EXPECT_FALSE(identity.changed());
  reports::write_file(path, "program");  // another inode
  EXPECT_FALSE(identity.changed());
  reports::write_file(path, "Program");
  EXPECT_TRUE(identity.changed());
  std::filesystem::remove(path);
  EXPECT_TRUE(identity.changed());
}

}  // namespace
}  // namespace unblock::bench::gate
