#include "reports/compare/counts.h"

#include <gtest/gtest.h>

#include <vector>

namespace unblock::reports::compare {
namespace {

using Kind = CountVerdict::Kind;

Kind kind(const std::vector<double>& baseline, const std::vector<double>& candidate, MetricRule rule = MetricRule::count) {
  return judge_count(baseline, candidate, rule).kind;
}

TEST(Counts, OneMoreOfAHundredIsFoundWhenNothingVaries) {
  EXPECT_EQ(kind({100, 100, 100}, {101, 101, 101}), Kind::more);
  EXPECT_EQ(kind({100, 100, 100}, {99, 99, 99}), Kind::fewer);
  EXPECT_EQ(kind({100, 100, 100}, {100, 100, 100}), Kind::same);
}

TEST(Counts, OneMoreSystemCallIsFoundWhereTheyVaryALittle) {
  EXPECT_EQ(kind({3.007, 3.010, 3.013, 3.009, 3.008, 3.011, 3.012, 3.010}, {4.008, 4.011, 4.010, 4.009, 4.012, 4.008, 4.010, 4.009}), Kind::more);
}

TEST(Counts, LessThanOnePercentIsTheSame) {
  EXPECT_EQ(kind({3.007, 3.010, 3.013, 3.009, 3.008, 3.011, 3.012, 3.010}, {3.021, 3.022, 3.021, 3.023, 3.022, 3.021, 3.022, 3.023}), Kind::same);
}

TEST(Counts, OverlappingRangesGiveNoVerdict) {
  EXPECT_EQ(kind({1, 2, 3, 1, 2, 3, 1, 2}, {2, 3, 4, 2, 3, 4, 2, 3}), Kind::varies);
  EXPECT_FALSE(judge_count(std::vector<double>{1, 2, 3}, std::vector<double>{2, 3, 4}, MetricRule::count).fails());
}

TEST(Counts, FewVaryingRunsGiveNoVerdict) { EXPECT_EQ(kind({1, 1.1}, {2, 2.1}), Kind::varies); }

TEST(Counts, WhatIsLeftOfStartUpWorkIsNotACount) { EXPECT_EQ(kind({0.0001, 0.0001}, {0.0003, 0.0003}), Kind::same); }

TEST(Counts, FromNothingToOneIsFound) { EXPECT_EQ(kind({0, 0, 0}, {1, 1, 1}), Kind::more); }

TEST(Counts, ExactMeansEitherDirectionAndNoVariation) {
  EXPECT_EQ(kind({7, 7}, {7, 7}, MetricRule::exact), Kind::same);
  EXPECT_EQ(kind({7, 7}, {6, 6}, MetricRule::exact), Kind::differs);
  EXPECT_EQ(kind({7, 8}, {7, 8}, MetricRule::exact), Kind::differs);
}

}  // namespace
}  // namespace unblock::reports::compare
