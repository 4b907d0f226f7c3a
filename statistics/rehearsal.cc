#include "statistics/rehearsal.h"

#include <cmath>
#include <limits>
#include <random>

#include "statistics/median.h"

namespace unblock::statistics {
namespace {

Decision play(std::span<const double> noise, double effect, const Promise& promise, const Rehearsal& rehearsal, std::mt19937_64& random) {
  const double slower = promise.log_slower_threshold(rehearsal.comparisons), within = promise.log_within_threshold();
  Evidence evidence(promise.limits());
  for (std::size_t block = 0; block < rehearsal.most_blocks; ++block) {
    const std::uint64_t draw = random();
    const double distance = noise[(draw >> 1) % noise.size()];
    evidence.add(effect + ((draw & 1) != 0 ? distance : -distance));
    if (evidence.against_slower() >= within) return Decision::within_margin;
    if (evidence.against_tolerable() >= slower) return Decision::slower;
  }
  return Decision::cannot_tell;
}

}  // namespace

Rates rehearse(std::span<const double> noise, double effect, const Promise& promise, const Rehearsal& rehearsal, int times) {
  Rates rates;
  if (noise.empty() || times <= 0) return {0, 0, 1};
  std::mt19937_64 random(rehearsal.seed);
  const double one = 1.0 / times;
  for (int i = 0; i < times; ++i) {
    switch (play(noise, effect, promise, rehearsal, random)) {
      case Decision::slower: rates.slower += one; break;
      case Decision::within_margin: rates.within_margin += one; break;
      case Decision::cannot_tell: rates.cannot_tell += one; break;
    }
  }
  return rates;
}

double smallest_found(std::span<const double> noise, const Promise& promise, const Rehearsal& rehearsal) {
  constexpr double kPower = 0.9;
  constexpr int kTimes = 100, kSteps = 7;
  const auto found = [&](double effect) { return rehearse(noise, effect, promise, rehearsal, kTimes).slower >= kPower; };
  double low = 0, high = std::log(2.0);
  if (!found(high)) return std::numeric_limits<double>::infinity();
  for (int step = 0; step < kSteps; ++step) {
    const double middle = (low + high) / 2;
    (found(middle) ? high : low) = middle;
  }
  return std::expm1(high);
}

std::vector<double> noise_of(std::span<const double> log_ratios) {
  const double center = hodges_lehmann(log_ratios);
  std::vector<double> noise;
  for (const double ratio : log_ratios) noise.push_back(ratio - center);
  return noise;
}

}  // namespace unblock::statistics
