// Ticks against the clock that they stand for.
#include "watch/watcher/tick_clock.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace unblock::watch {
namespace {

double monotonic_s() { return static_cast<double>(monotonic_ns()) / 1e9; }

class TickClockOfAKind : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    if (GetParam() && !tsc_is_steady()) GTEST_SKIP() << "the time stamp counter of this machine is not steady";
  }
};

TEST_P(TickClockOfAKind, CountsTheSecondsOfTheMonotonicClockAndKeepsToIt) {
  const double began_s = monotonic_s();
  TickClock clock(GetParam());
  const double made_in_s = monotonic_s() - began_s;
  ::usleep(1'100'000);
  EXPECT_NEAR(clock.seconds(clock.now()), monotonic_s() - began_s, made_in_s + 0.001);
  clock.follow();
  EXPECT_NEAR(clock.seconds(clock.now()), monotonic_s() - began_s, made_in_s + 0.0001);
  EXPECT_NEAR(clock.length(clock.ticks_of(0.25)), 0.25, 1e-6);
}

INSTANTIATE_TEST_SUITE_P(Both, TickClockOfAKind, testing::Bool());

}  // namespace
}  // namespace unblock::watch
