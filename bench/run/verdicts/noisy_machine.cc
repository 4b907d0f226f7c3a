// The machine, not the program, made the rounds differ: steal, too few rounds that count, or a wide spread. Only where the
// headline moves with it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "bench/run/verdicts/verdicts.h"
#include "statistics/median.h"

namespace unblock::bench {

std::optional<reports::Verdict> noisy_machine(const Evidence& evidence) {
  constexpr double kSteal = 0.02, kSpread = 0.15;
  constexpr std::size_t kEnough = 2;
  if (!evidence.judged_by_time()) return std::nullopt;
  const double computed = evidence.cell.metrics.contains("cpu_share") ? std::min(1.0, evidence.metric("cpu_share")) : 1;
  if (const double taken = evidence.steal_share * computed; taken > kSteal) {
    return reports::Verdict{"noisy-machine", fmt::format("The hypervisor took {:.1f} % of the CPU time away.", evidence.steal_share * 100)};
  }
  const std::size_t rounds = evidence.cell.rounds.size(), counted = rounds - evidence.voided_rounds;
  if (evidence.voided_rounds > 0 && counted < kEnough) {
    return reports::Verdict{"noisy-machine", fmt::format("{} of {} rounds do not count, because the machine changed state around them.", evidence.voided_rounds, rounds)};
  }
  if (evidence.values.size() < 3) return std::nullopt;
  const double median = statistics::median_interval(evidence.values).estimate;
  std::vector<double> deviations;
  for (const double time : evidence.values) deviations.push_back(std::abs(time - median) / median);
  const double spread = statistics::median_interval(deviations).estimate;
  if (spread < kSpread) return std::nullopt;
  return reports::Verdict{"noisy-machine", fmt::format("Half of the rounds lie more than {:.0f} % away from the median.", spread * 100)};
}

}  // namespace unblock::bench
