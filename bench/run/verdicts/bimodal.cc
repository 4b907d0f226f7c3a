// The rounds fall into two groups with nothing between: two states of the machine, or of the program.
#include <fmt/format.h>

#include <algorithm>

#include "bench/run/verdicts/verdicts.h"

namespace unblock::bench {

std::optional<reports::Verdict> bimodal(const Evidence& evidence) {
  constexpr std::size_t kLeastRounds = 8;
  constexpr double kRatio = 1.1, kGapOverSpread = 2;
  std::vector<double> times = evidence.times_ns;
  if (times.size() < kLeastRounds) return std::nullopt;
  std::sort(times.begin(), times.end());
  const std::size_t margin = times.size() / 4;
  std::size_t split = margin;
  for (std::size_t i = margin; i + margin <= times.size(); ++i) {
    if (times[i] - times[i - 1] > times[split] - times[split - 1]) split = i;
  }
  const double gap = times[split] - times[split - 1];
  const double spread = std::max(times[split - 1] - times.front(), times.back() - times[split]);
  const double low = times[split / 2], high = times[(split + times.size()) / 2];
  if (gap < kGapOverSpread * spread || high / low < kRatio) return std::nullopt;
  return reports::Verdict{"bimodal", fmt::format("{} rounds took about {:.4g} ns an operation and {} about {:.4g}, none between.", split, low,
                                                 times.size() - split, high)};
}

}  // namespace unblock::bench
