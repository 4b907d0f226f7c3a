// The machine, not the program, made the rounds differ: steal, blocks that the canary voided, or a wide spread.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "bench/run/verdicts/verdicts.h"
#include "statistics/median.h"

namespace unblock::bench {

std::optional<reports::Verdict> noisy_machine(const Evidence& evidence) {
  constexpr double kSteal = 0.02, kSpread = 0.15;
  if (evidence.steal_share > kSteal) {
    return reports::Verdict{"noisy-machine", fmt::format("The hypervisor took {:.1f} % of the CPU time away.", evidence.steal_share * 100)};
  }
  if (evidence.voided_rounds * 4 > evidence.cell.rounds.size()) {
    return reports::Verdict{"noisy-machine", fmt::format("The canary voided {} of {} rounds: the machine changed state around them.",
                                                         evidence.voided_rounds, evidence.cell.rounds.size())};
  }
  if (evidence.times_ns.size() < 3) return std::nullopt;
  const double median = statistics::median_interval(evidence.times_ns).estimate;
  std::vector<double> deviations;
  for (const double time : evidence.times_ns) deviations.push_back(std::abs(time - median) / median);
  const double spread = statistics::median_interval(deviations).estimate;
  if (spread < kSpread) return std::nullopt;
  return reports::Verdict{"noisy-machine", fmt::format("Half of the rounds lie more than {:.0f} % away from the median.", spread * 100)};
}

}  // namespace unblock::bench
