#include "statistics/rank_sum.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace unblock::statistics {
namespace {

TEST(RankSum, IsExactForSmallSamples) {
  // All of b above all of a: one ordering of C(8, 4) = 70.
  EXPECT_NEAR(p_of_higher(std::vector<double>{1, 2, 3, 4}, std::vector<double>{5, 6, 7, 8}), 1.0 / 70, 1e-12);
  EXPECT_NEAR(smallest_p(4, 4), 1.0 / 70, 1e-12);
  EXPECT_NEAR(p_of_higher(std::vector<double>{5, 6, 7, 8}, std::vector<double>{1, 2, 3, 4}), 1.0, 1e-12);
  // U = 8 of 9 for three against three: orderings with U of 8 or 9 are 2 of 20.
  EXPECT_NEAR(p_of_higher(std::vector<double>{1, 2, 4}, std::vector<double>{3, 5, 6}), 2.0 / 20, 1e-12);
}

TEST(RankSum, EqualValuesSayNothing) {
  EXPECT_EQ(p_of_higher(std::vector<double>{1, 1, 1}, std::vector<double>{1, 1, 1}), 1);
  EXPECT_EQ(p_of_higher({}, std::vector<double>{1}), 1);
}

TEST(RankSum, NormalApproximationAgreesWithTheExactTail) {
  std::vector<double> a, b;
  for (int i = 0; i < 50; ++i) a.push_back(i), b.push_back(i + 8.5);
  const double exact = p_of_higher(a, b);
  b.back() = a.back();  // a tie: approximated now, almost the same sample
  EXPECT_NEAR(p_of_higher(a, b), exact, 0.01);
}

TEST(RankSum, BoundsAreTwoOfTheDifferences) {
  std::mt19937_64 random(5);
  std::normal_distribution<> noise(100, 5);
  std::vector<double> a(40), b(50), differences;
  for (double& x : a) x = noise(random);
  for (double& y : b) y = noise(random) + 3;
  a[1] = a[2];
  for (const double x : a) {
    for (const double y : b) differences.push_back(y - x);
  }
  const Bounds bounds = shift_bounds(a, b, 0.025);
  EXPECT_EQ(std::count(differences.begin(), differences.end(), bounds.low), 1);
  EXPECT_EQ(std::count(differences.begin(), differences.end(), bounds.high), 1);
  // The normal approximation puts 2000 / 2 - 1.96 * 122.8 of them outside on each side.
  const auto below = std::count_if(differences.begin(), differences.end(), [&](double each) { return each < bounds.low; });
  EXPECT_NEAR(static_cast<double>(below), 1000 - 1.96 * std::sqrt(40.0 * 50 * 91 / 12), 2);
}

TEST(RankSum, TheShiftIsTheMedianOfAllDifferences) {
  EXPECT_EQ(hodges_lehmann_shift(std::vector<double>{1, 2, 3}, std::vector<double>{11, 12, 13}), 10);
  EXPECT_EQ(hodges_lehmann_shift(std::vector<double>{1, 2}, std::vector<double>{4, 8}), 4.5);
  EXPECT_TRUE(std::isnan(hodges_lehmann_shift({}, std::vector<double>{1})));
}

TEST(RankSum, ThousandsOfValuesASideTakeNoMillionsOfSteps) {
  std::mt19937_64 random(5);
  std::normal_distribution<> noise(100, 5);
  std::vector<double> a(20'000), b(20'000);
  for (double& x : a) x = noise(random);
  for (double& y : b) y = noise(random) + 0.5;
  EXPECT_NEAR(hodges_lehmann_shift(a, b), 0.5, 0.2);
  EXPECT_LT(p_of_higher(a, b), 1e-9);
  const Bounds bounds = shift_bounds(a, b, 0.01);
  EXPECT_LT(bounds.low, 0.5);
  EXPECT_GT(bounds.high, 0.5);
}

TEST(RankSum, BoundsCoverTheShift) {
  std::mt19937_64 random(3);
  int missed = 0;
  for (int i = 0; i < 2000; ++i) {
    std::normal_distribution<> noise;
    std::vector<double> a, b;
    for (int j = 0; j < 10; ++j) a.push_back(noise(random)), b.push_back(noise(random) + 1);
    const Bounds bounds = shift_bounds(a, b, 0.05);
    missed += bounds.low > 1;
  }
  EXPECT_LE(missed, 130);  // 5 % is 100; three standard deviations above
  EXPECT_GE(missed, 50);   // and the interval is no wider than it need be
}

TEST(RankSum, TooFewValuesBoundNothing) {
  EXPECT_TRUE(std::isinf(shift_bounds(std::vector<double>{1}, std::vector<double>{2}, 0.01).low));
}

}  // namespace
}  // namespace unblock::statistics
