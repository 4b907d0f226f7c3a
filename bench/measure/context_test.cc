// What a context makes of its passes.
#include "bench/measure/context.h"

#include <gtest/gtest.h>

namespace unblock::bench {
namespace {

TEST(Context, SaysNothingAboutDriftBelowNinePasses) {
  Context context({}, {}, false);
  for (int i = 0; i < 8; ++i) {
    context.start();
    context.stop();
  }
  EXPECT_EQ(context.drift_within(), 0);
}

TEST(Context, SeesAPassThatGetsLongerAndForgetsItWhenCleared) {
  Context context({}, {}, false);
  for (int i = 0; i < 9; ++i) {
    context.start();
    const int spins = i < 3 ? 1 : 200;
    for (int spin = 0; spin < spins; ++spin) (void)Usage::now();
    context.stop();
  }
  EXPECT_GT(context.drift_within(), 1);
  context.clear();
  EXPECT_EQ(context.drift_within(), 0);
}

TEST(Context, ReportsMeansOfWhatWasMeasured) {
  Context context({}, {}, false);
  context.measure("left", 1);
  context.measure("left", 3);
  context.measure("right", 5);
  EXPECT_EQ(context.measured(), (std::map<std::string, double>{{"left", 2}, {"right", 5}}));
  context.clear();
  EXPECT_TRUE(context.measured().empty());
}

TEST(Context, KeepsTheFirstFailure) {
  Context context({}, {}, true);
  context.fail("first");
  context.fail("second");
  EXPECT_EQ(context.failure(), "first");
}

TEST(Context, ForgetsARehearsal) {
  Context context({}, {}, false);
  context.record(5);
  context.forget_latency();
  context.record(7);
  EXPECT_EQ(context.latency().count(), 1u);
  EXPECT_EQ(context.latency().quantile_ns(0.5), 7);
}

}  // namespace
}  // namespace unblock::bench
