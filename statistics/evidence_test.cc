// Holm, and what the decision does with evidence that is plain to see. Error rates: promises_test.cc.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "statistics/decision.h"
#include "statistics/rehearsal.h"

namespace unblock::statistics {
namespace {

Evidence blocks(const std::vector<double>& log_ratios) {
  Evidence evidence(Promise().limits());
  for (const double ratio : log_ratios) evidence.add(ratio);
  return evidence;
}

Decision decision_of(const Evidence& evidence) {
  const Evidence* const comparisons[] = {&evidence};
  return decide(comparisons, {}).front();
}

TEST(Holm, StepsDown) {
  // 0.01/4, 0.01/3, 0.01/2, 0.01: the third fails, so the fourth is not looked at although it would pass alone.
  const std::vector<double> p = {0.009, 0.002, 0.003, 0.006};
  EXPECT_EQ(holm_p(p, 0.01), (std::vector<bool>{false, true, true, false}));
  EXPECT_TRUE(holm_p({}, 0.01).empty());
}

TEST(Decision, SixBlocksCannotDecideAndTwentyAlikeCan) {
  EXPECT_EQ(decision_of(blocks(std::vector<double>(6, 0.2))), Decision::cannot_tell);
  EXPECT_EQ(decision_of(blocks(std::vector<double>(20, 0.2))), Decision::slower);
  EXPECT_EQ(decision_of(blocks(std::vector<double>(20, 0.0))), Decision::within_margin);
  EXPECT_EQ(decision_of(blocks(std::vector<double>(20, -0.2))), Decision::within_margin);
}

TEST(Decision, ASmallButCertainSlowdownIsWithinTheMargin) {
  const Evidence evidence = blocks(std::vector<double>(50, std::log(1.01)));
  EXPECT_GT(evidence.lower_bound(std::log(100)), 0);
  EXPECT_EQ(decision_of(evidence), Decision::within_margin);
}

TEST(Decision, OneWildBlockNeitherConvictsNorHides) {
  std::vector<double> same(30, 0.001), slow(30, 0.08);
  same[3] = 5;
  slow[3] = -5;
  EXPECT_EQ(decision_of(blocks(same)), Decision::within_margin);
  EXPECT_EQ(decision_of(blocks(slow)), Decision::slower);
}

TEST(Decision, ManyComparisonsAskForMoreEvidence) {
  const Evidence slow = blocks(std::vector<double>(8, 0.2)), same = blocks({0.0});
  std::vector<const Evidence*> comparisons(100, &same);
  comparisons[0] = &slow;
  EXPECT_EQ(decision_of(slow), Decision::slower);
  EXPECT_EQ(decide(comparisons, {}).front(), Decision::cannot_tell);
}

TEST(Interval, HoldsTheEstimateAndIsUnboundedBeforeThereIsEvidence) {
  const std::vector<double> ratios = {0.05, 0.06, 0.04, 0.05, 0.07, 0.03, 0.05, 0.06, 0.05, 0.04, 0.05, 0.05};
  const Evidence evidence = blocks(ratios);
  const double low = evidence.lower_bound(std::log(100)), high = evidence.upper_bound(std::log(100));
  EXPECT_LT(low, 0.05);
  EXPECT_GT(high, 0.05);
  EXPECT_GT(low, 0.0);
  EXPECT_EQ(blocks({0.05, 0.05}).lower_bound(std::log(100)), -std::numeric_limits<double>::infinity());
  EXPECT_EQ(blocks({0.05, 0.05}).upper_bound(std::log(100)), std::numeric_limits<double>::infinity());
}

TEST(Rehearsal, FindsSmallerEffectsOnAQuieterMachine) {
  const std::vector<double> quiet = {0.001, -0.002, 0.0015}, noisy = {0.05, -0.04, 0.06, -0.05};
  const Rehearsal rehearsal{1, 60, 1};
  const double small = smallest_found(quiet, {}, rehearsal), large = smallest_found(noisy, {}, rehearsal);
  EXPECT_LT(small, 0.05);
  EXPECT_GT(large, small);
  EXPECT_LE(rehearse(noisy, 0, {}, rehearsal, 1000).slower, 0.02);
}

TEST(Rehearsal, FewBlocksFindNothing) {
  EXPECT_TRUE(std::isinf(smallest_found(std::vector<double>{0.001}, {}, {1, 4, 1})));
}

}  // namespace
}  // namespace unblock::statistics
