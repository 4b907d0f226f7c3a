#include "bench/gate/noise.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace unblock::bench::gate {
namespace {

NoiseSamples machine(double spread, double jump) {
  std::mt19937_64 random(5);
  std::normal_distribution<> noise(0, spread);
  NoiseSamples samples;
  samples.slice_s = 0.1;
  for (int i = 0; i < 120; ++i) {
    samples.log_spin.push_back(noise(random) + (i >= 60 ? jump : 0));
    samples.log_trip.push_back(std::log(5000.0) + noise(random));
    samples.late_ns.push_back(60'000);
  }
  return samples;
}

double margin_in(const NoiseKind& kind, double seconds) {
  for (const MarginAdvice& advice : kind.advice) {
    if (advice.seconds == seconds) return advice.margin.value_or(1e9);
  }
  return -1;
}

TEST(Noise, AQuietMachineAllowsASmallerMargin) {
  const NoiseReport quiet = judge_noise(machine(0.004, 0)), noisy = judge_noise(machine(0.05, 0));
  EXPECT_LE(margin_in(quiet.kinds[0], 30), 0.02);
  EXPECT_GT(margin_in(noisy.kinds[0], 30), margin_in(quiet.kinds[0], 30));
  EXPECT_GE(margin_in(noisy.kinds[0], 8), margin_in(noisy.kinds[0], 60));
}

TEST(Noise, AChangeOfStateIsSeen) {
  EXPECT_EQ(judge_noise(machine(0.01, 0)).kinds[0].states, 1u);
  EXPECT_EQ(judge_noise(machine(0.01, 0.7)).kinds[0].states, 2u);
}

TEST(Noise, TextNamesTheTripAndTheSleep) {
  const NoiseReport report = judge_noise(machine(0.01, 0));
  EXPECT_NEAR(report.kinds[1].typical_ns, 5000, 50);
  const std::string text = noise_text(report);
  EXPECT_NE(text.find("takes"), std::string::npos) << text;
  EXPECT_NE(text.find("60.0 µs"), std::string::npos) << text;
}

TEST(Noise, NothingSampledIsNoCrash) { EXPECT_FALSE(noise_text(judge_noise({})).empty()); }

}  // namespace
}  // namespace unblock::bench::gate
