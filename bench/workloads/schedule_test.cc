// Schedules of open loops, as numbers.
#include "bench/workloads/schedule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace unblock::bench {
namespace {

TEST(Schedule, IsEvenWhereAskedFor) {
  EXPECT_EQ(arrival_schedule(3, 1'000, false, 1), (std::vector<std::int64_t>{1'000'000, 2'000'000, 3'000'000}));
}

TEST(Schedule, IsTheSameForTheSameSeedAndAnotherForAnother) {
  EXPECT_EQ(arrival_schedule(100, 1'000, true, 1), arrival_schedule(100, 1'000, true, 1));
  EXPECT_NE(arrival_schedule(100, 1'000, true, 1), arrival_schedule(100, 1'000, true, 2));
}

TEST(Schedule, PoissonGapsHaveTheMeanAndTheSpreadOfAnExponential) {
  const std::vector<std::int64_t> due = arrival_schedule(100'000, 1'000, true, 7);
  ASSERT_TRUE(std::is_sorted(due.begin(), due.end()));
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < due.size(); ++i) {
    const double gap = static_cast<double>(due[i] - (i == 0 ? 0 : due[i - 1])) / 1e6;
    sum += gap;
    squares += gap * gap;
  }
  const double mean = sum / static_cast<double>(due.size());
  const double deviation = std::sqrt(squares / static_cast<double>(due.size()) - mean * mean);
  EXPECT_NEAR(mean, 1.0, 0.02);
  EXPECT_NEAR(deviation, 1.0, 0.03);
}

}  // namespace
}  // namespace unblock::bench
