// Why a case is n/a for a runtime.
#include "bench/workloads/workload.h"

#include <gtest/gtest.h>

namespace unblock::bench {
namespace {

TEST(NotApplicable, ALibraryThatLooksThroughItsTimersTakesOnlySoManySleeps) {
  const Capabilities any, few{.most_sleeps = 100};
  EXPECT_EQ(too_many_sleeps(any, 1'000'000), "");
  EXPECT_EQ(too_many_sleeps(few, 100), "");
  EXPECT_NE(too_many_sleeps(few, 101).find("each of 101 timers"), std::string::npos);
}

}  // namespace
}  // namespace unblock::bench
