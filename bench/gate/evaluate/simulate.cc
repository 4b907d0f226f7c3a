// Four ways to decide, on simulated machines, with 60 runs each: the gate (15 blocks A B B A), and 30 of A before 30 of B
// judged as compare.py does, by means, and by the gate's rule for stored results. Prints a Markdown table: how often each
// calls equal programs slower, and calls one that is 5 % slower the same.
//   gate-simulate [TRIALS]
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <random>
#include <vector>

#include "statistics/decision.h"
#include "statistics/machines_for_tests.h"
#include "statistics/rank_sum.h"

namespace unblock::statistics {
namespace {

constexpr std::size_t kBlocks = 15, kRuns = 30;

struct Times {
  std::vector<double> baseline, candidate;  ///< logs
};

Times one_after_the_other(Machine machine, double effect, Random& random) {
  Times times;
  for (std::size_t i = 0; i < kRuns; ++i) times.baseline.push_back(machine(random));
  for (std::size_t i = 0; i < kRuns; ++i) times.candidate.push_back(machine(random) + effect);
  return times;
}

/// Two-sided at 0.05, and then whose median is higher: what one reads from compare.py's coloured lines.
Decision by_compare_py(const Times& times) {
  const double p = std::min(p_of_higher(times.baseline, times.candidate), p_of_higher(times.candidate, times.baseline));
  return p < 0.025 && p == p_of_higher(times.baseline, times.candidate) ? Decision::slower : Decision::within_margin;
}

struct Spread {
  double mean = 0, deviation = 0;
};

Spread spread_of(const std::vector<double>& logs) {
  Spread spread;
  for (const double log : logs) spread.mean += std::exp(log) / static_cast<double>(logs.size());
  for (const double log : logs) spread.deviation += std::pow(std::exp(log) - spread.mean, 2) / static_cast<double>(logs.size() - 1);
  spread.deviation = std::sqrt(spread.deviation);
  return spread;
}

/// "1.05 ± 0.03 times faster": slower where the ratio is above 1 by more than its spread.
Decision by_means(const Times& times) {
  const Spread a = spread_of(times.baseline), b = spread_of(times.candidate);
  const double ratio = b.mean / a.mean;
  return ratio - ratio * std::hypot(a.deviation / a.mean, b.deviation / b.mean) > 1 ? Decision::slower : Decision::within_margin;
}

Decision by_stored_rule(const Times& times) {
  const Promise promise;
  const auto shifted = [&](double by) {
    std::vector<double> values = times.baseline;
    for (double& value : values) value += by;
    return values;
  };
  if (p_of_higher(times.candidate, shifted(promise.limits().margin)) <= promise.misses) return Decision::within_margin;
  return p_of_higher(shifted(promise.limits().tolerated), times.candidate) <= promise.false_alarms ? Decision::slower : Decision::cannot_tell;
}

using Answers = std::array<Decision, 4>;

Answers answers(const Machine& machine, double effect, Random& random) {
  const Times times = one_after_the_other(machine, effect, random);
  return {gate(machine, effect, kBlocks, random), by_compare_py(times), by_means(times), by_stored_rule(times)};
}

std::string row(const Case& machine, int trials) {
  Random random(20260102);
  std::array<int, 4> alarms{}, misses{};
  int open = 0;
  for (int trial = 0; trial < trials; ++trial) {
    const Answers same = answers(machine.machine, 0, random), slower = answers(machine.machine, std::log(1.05), random);
    open += (same[0] == Decision::cannot_tell) + (slower[0] == Decision::cannot_tell);
    for (std::size_t i = 0; i < same.size(); ++i) {
      alarms[i] += same[i] == Decision::slower;
      misses[i] += slower[i] == Decision::within_margin;
    }
  }
  std::string text = fmt::format("| {} |", machine.name);
  for (std::size_t i = 0; i < alarms.size(); ++i) text += fmt::format(" {:.1f} / {:.1f} % |", 100.0 * alarms[i] / trials, 100.0 * misses[i] / trials);
  return text + fmt::format(" {:.0f} % |", 50.0 * open / trials);
}

}  // namespace
}  // namespace unblock::statistics

int main(int argc, char** argv) {
  const int trials = argc > 1 ? std::atoi(argv[1]) : 2000;
  fmt::print("| machine | gate | compare.py | means | all of A, then all of B | gate cannot tell |\n|---|--:|--:|--:|--:|--:|\n");
  for (const auto& machine : unblock::statistics::machines()) fmt::print("{}\n", unblock::statistics::row(machine, trials > 0 ? trials : 1));
}
