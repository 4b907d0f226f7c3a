#include "statistics/evidence.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "statistics/median.h"

namespace unblock::statistics {
namespace {

/// How the first unit of wealth is spread: the part, the stake b, and the effect μ bet on, in units of the margin. The low
/// stakes lose little to an outlier on the wrong side. Chosen by simulation among some ten, see docs/decisions/0030.
struct Share {
  double part, stake, effect;
};
constexpr std::array<Share, 4> kShares = {{{0.35, 0.98, 0.6}, {0.25, 0.98, 1.2}, {0.20, 0.75, 0.8}, {0.20, 0.65, 3.0}}};

}  // namespace

void Wealth::bet(double distance, double spread, double effect) {
  for (std::size_t i = 0; i < kShares.size(); ++i) {
    const double gain = std::tanh(kShares[i].effect * effect * distance / (spread * spread));
    log_wealth_[i] += std::log1p(kShares[i].stake * gain);
  }
}

double Wealth::log_value() const {
  const double largest = *std::max_element(log_wealth_.begin(), log_wealth_.end());
  double sum = 0;
  for (std::size_t i = 0; i < kShares.size(); ++i) sum += kShares[i].part * std::exp(log_wealth_[i] - largest);
  return largest + std::log(sum);
}

double Evidence::next_spread() const {
  // The prior counts as three blocks; the floor keeps the bet finite on a machine without noise.
  constexpr double kPriorBlocks = 3;
  const double prior = 0.75 * limits_.margin;
  const auto n = static_cast<double>(log_ratios_.size());
  const double seen = robust_spread(log_ratios_);
  const double known = n < 3 ? 0 : n;
  return std::max(std::sqrt((kPriorBlocks * prior * prior + known * seen * seen) / (kPriorBlocks + known)), limits_.margin / 100);
}

void Evidence::add(double log_ratio) {
  const double spread = next_spread();
  log_ratios_.push_back(log_ratio);
  spreads_.push_back(spread);
  tolerable_.bet(log_ratio - limits_.tolerated, spread, limits_.margin);
  slower_.bet(limits_.margin - log_ratio, spread, limits_.margin);
  no_faster_.bet(-log_ratio, spread, limits_.margin);
  against_tolerable_ = std::max(against_tolerable_, tolerable_.log_value());
  against_slower_ = std::max(against_slower_, slower_.log_value());
  against_no_faster_ = std::max(against_no_faster_, no_faster_.log_value());
}

double Evidence::log_wealth_at(double theta, double sign) const {
  Wealth wealth;
  for (std::size_t i = 0; i < log_ratios_.size(); ++i) wealth.bet(sign * (log_ratios_[i] - theta), spreads_[i], limits_.margin);
  return wealth.log_value();
}

double Evidence::lower_bound(double log_threshold) const {
  constexpr double kUnbounded = 20;  // e^20: no benchmark changes by that
  double refuted = -kUnbounded, open = kUnbounded;
  if (log_wealth_at(refuted, 1) < log_threshold) return -std::numeric_limits<double>::infinity();
  while (open - refuted > 1e-6) {
    const double middle = (refuted + open) / 2;
    (log_wealth_at(middle, 1) >= log_threshold ? refuted : open) = middle;
  }
  return refuted;
}

double Evidence::upper_bound(double log_threshold) const {
  constexpr double kUnbounded = 20;
  double refuted = kUnbounded, open = -kUnbounded;
  if (log_wealth_at(refuted, -1) < log_threshold) return std::numeric_limits<double>::infinity();
  while (refuted - open > 1e-6) {
    const double middle = (refuted + open) / 2;
    (log_wealth_at(middle, -1) >= log_threshold ? refuted : open) = middle;
  }
  return refuted;
}

double expected_growth(double distance, double spread, double effect) {
  spread = std::max(spread, effect / 100);
  double best = -std::numeric_limits<double>::infinity();
  for (const Share& share : kShares) {
    const auto gain = [&](double value) { return std::log1p(share.stake * std::tanh(share.effect * effect * value / (spread * spread))); };
    best = std::max(best, (gain(distance - spread) + gain(distance + spread)) / 2);
  }
  return best;
}

}  // namespace unblock::statistics
