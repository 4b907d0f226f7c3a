// Figures of a sample against values worked out by hand or taken from printed tables.
#include "statistics/median.h"

#include <gtest/gtest.h>

#include <cmath>

namespace unblock::statistics {
namespace {

TEST(Median, MedianOfEvenAndOddSamples) {
  EXPECT_EQ(median({3, 1, 2}), 2);
  EXPECT_EQ(median({4, 1, 2, 3}), 2.5);
  EXPECT_TRUE(std::isnan(median({})));
}

TEST(Median, HodgesLehmannIsNotMovedByAnOutlier) {
  const std::vector<double> values = {1.0, 1.1, 0.9, 1.05, 0.95, 1.0, 1000};
  EXPECT_NEAR(hodges_lehmann(values), 1.0, 0.06);
}

TEST(Median, SpreadOfOneValueIsNothing) {
  EXPECT_EQ(robust_spread(std::vector<double>{7}), 0);
  EXPECT_NEAR(robust_spread(std::vector<double>{1, 2, 3, 4, 5}), 1.4826, 1e-9);
}

TEST(Median, IntervalIsAPairOfOrderStatistics) {
  EXPECT_EQ(median_interval({7}).low, 7);
  EXPECT_FALSE(median_interval({7}).has_width());
  const Interval six = median_interval({6, 1, 2, 3, 4, 5});
  EXPECT_EQ(six.low, 1);
  EXPECT_EQ(six.estimate, 3.5);
  std::vector<double> twenty;
  for (int i = 1; i <= 20; ++i) twenty.push_back(i);
  EXPECT_EQ(median_interval(twenty).low, 6);  // the table of the binomial: ranks 6 and 15 of 20
  EXPECT_EQ(median_interval(twenty).high, 15);
}

TEST(Median, QuantileIsAValueOfTheSample) {
  EXPECT_EQ(quantile({30, 10, 20, 40}, 0.5), 30);
  EXPECT_EQ(quantile({30, 10, 20, 40}, 0.99), 40);
  EXPECT_EQ(quantile({}, 0.5), 0);
}

TEST(Median, MeanAndItsIntervalAreStudents) {
  const std::vector<double> values = {2, 4, 4, 4, 5, 5, 7, 9};
  EXPECT_DOUBLE_EQ(mean(values), 5);
  EXPECT_NEAR(standard_deviation(values), 2.13809, 1e-5);
  EXPECT_EQ(standard_deviation(std::vector<double>{3}), 0);
  EXPECT_NEAR(mean_half_width(1, 2), 12.706 / std::sqrt(2), 1e-3);   // t table, 1 degree of freedom
  EXPECT_NEAR(mean_half_width(1, 31), 2.042 / std::sqrt(31), 1e-3);  // 30 degrees
  EXPECT_EQ(mean_half_width(1, 1), 0);
}

}  // namespace
}  // namespace unblock::statistics
