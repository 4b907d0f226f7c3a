// A leak must be seen: the proof that nothing is left behind is worth what this shows.
#include "bench/workloads/leftovers.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <vector>

namespace unblock::bench {
namespace {

TEST(Leftovers, NoticesADescriptorThatStaysOpen) {
  const Holdings before = Holdings::now();
  const int descriptor = ::dup(0);
  EXPECT_EQ((Holdings::now() - before).descriptors, 1);
  ::close(descriptor);
  EXPECT_EQ((Holdings::now() - before).descriptors, 0);
}

TEST(Leftovers, NoticesMemoryThatIsNotFreed) {
  const Holdings before = Holdings::now();
  std::vector<char>* leak = new std::vector<char>(1'000'000);
  EXPECT_GE((Holdings::now() - before).heap_bytes, 1'000'000);
  delete leak;
}

TEST(Leftovers, NamesWhatIsLeft) {
  EXPECT_EQ(left_behind({0, 0}, 100, 0), "");
  EXPECT_EQ(left_behind({0, kCacheBytes}, 100, 0), "");
  EXPECT_EQ(left_behind({0, 0}, 100, 3), "3 tasks are left over");
  EXPECT_EQ(left_behind({2, 0}, 100, 0), "2 file descriptors are left over");
  EXPECT_EQ(left_behind({0, 1'000'000}, 100, 0), "1000000 bytes are left over");
}

}  // namespace
}  // namespace unblock::bench
