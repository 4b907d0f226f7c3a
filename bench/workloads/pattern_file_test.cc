// A file's bytes are known from their place.
#include "bench/workloads/pattern_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <vector>

namespace unblock::bench {
namespace {

TEST(PatternFile, HoldsThePatternAtEveryPlace) {
  const PatternFile file(100'000, false);
  std::vector<std::byte> bytes(4096);
  for (const std::uint64_t offset : {0u, 4096u, 81'920u}) {
    ASSERT_EQ(::pread(file.descriptor(), bytes.data(), bytes.size(), static_cast<off_t>(offset)), 4096);
    EXPECT_TRUE(PatternFile::matches(bytes, offset));
    EXPECT_FALSE(PatternFile::matches(bytes, offset + 4096));
  }
}

TEST(PatternFile, ReadsDirectlyWhereItSaysSo) {
  if (const std::string why = PatternFile::no_direct_reads(); !why.empty()) GTEST_SKIP() << why;
  const PatternFile file(kBlock * 4, true);
  const AlignedBuffer buffer = aligned_buffer(kBlock);
  ASSERT_EQ(::pread(file.descriptor(), buffer.get(), kBlock, kBlock), static_cast<ssize_t>(kBlock));
  EXPECT_TRUE(PatternFile::matches({buffer.get(), kBlock}, kBlock));
}

}  // namespace
}  // namespace unblock::bench
