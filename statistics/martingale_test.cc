// The promise without simulation: for a few blocks every outcome of the coins can be counted, so that the mean wealth and the
// chance of a false alarm are known exactly, whatever the sizes of the blocks are.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "statistics/decision.h"

namespace unblock::statistics {
namespace {

/// Sizes as a machine might deal them: steady, growing, one outlier, none at all, wildly different.
const std::vector<std::vector<double>>& sizes_of_blocks() {
  static const std::vector<std::vector<double>> sizes = {
      std::vector<double>(12, 0.03),
      {0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1.024, 2.048},
      {0.02, 0.01, 0.03, 5, 0.02, 0.01, 0.04, 0.02, 0.01, 0.03, 0.02, 0.01},
      std::vector<double>(12, 0),
      {3, 0.001, 0.2, 0.04, 0.7, 0.0001, 0.03, 0.03, 1.5, 0.02, 0.3, 0.005},
  };
  return sizes;
}

struct Outcomes {
  double mean_wealth = 0;
  double alarms = 0;  ///< share of outcomes in which the wealth ever reached `threshold`
};

/// Every outcome of the coins once: block i differs from the true effect by its size, up or down.
Outcomes count_all(const std::vector<double>& sizes, double effect, double threshold) {
  Outcomes outcomes;
  const std::size_t all = std::size_t{1} << sizes.size();
  for (std::size_t coins = 0; coins < all; ++coins) {
    Evidence evidence(Promise().limits());
    for (std::size_t i = 0; i < sizes.size(); ++i) evidence.add(effect + ((coins >> i & 1) != 0 ? sizes[i] : -sizes[i]));
    outcomes.mean_wealth += std::exp(evidence.log_wealth()) / static_cast<double>(all);
    outcomes.alarms += (evidence.against_tolerable() >= std::log(threshold) ? 1.0 : 0.0) / static_cast<double>(all);
  }
  return outcomes;
}

const double kTolerated = Promise().limits().tolerated;

TEST(Martingale, TheMeanWealthIsOneWhereTheEffectIsJustTolerable) {
  for (const auto& sizes : sizes_of_blocks()) EXPECT_NEAR(count_all(sizes, kTolerated, 100).mean_wealth, 1, 1e-9);
}

TEST(Martingale, TheMeanWealthIsNoMoreWhereTheEffectIsSmaller) {
  for (const double effect : {0.99 * kTolerated, 0.0, -0.05, -1.0}) {
    for (const auto& sizes : sizes_of_blocks()) EXPECT_LE(count_all(sizes, effect, 100).mean_wealth, 1 + 1e-9) << effect;
  }
}

TEST(Martingale, NoMoreThanOneOutcomeInNReachesN) {
  for (const double n : {2.0, 10.0, 100.0}) {
    for (const auto& sizes : sizes_of_blocks()) EXPECT_LE(count_all(sizes, kTolerated, n).alarms, 1 / n) << n;
  }
}

TEST(Martingale, AndSomeDo) { EXPECT_GT(count_all(std::vector<double>(12, 0.03), kTolerated, 100).alarms, 0.002); }

}  // namespace
}  // namespace unblock::statistics
