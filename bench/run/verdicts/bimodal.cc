// The rounds fall into two groups with nothing between: two states of the machine, or of the program.
#include <fmt/format.h>

#include <algorithm>

#include "bench/run/verdicts/verdicts.h"
#include "reports/metrics/metrics.h"

namespace unblock::bench {

std::optional<reports::Verdict> bimodal(const Evidence& evidence) {
  constexpr std::size_t kLeastRounds = 8;
  constexpr double kRatio = 1.1, kGapOverSpread = 2;
  std::vector<double> times = evidence.values;
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
  const auto shown = [&](double value) { return reports::metrics::show(evidence.headline, value); };
  return reports::Verdict{"bimodal", fmt::format("{} rounds had a {} of about {} and {} one of about {}, none between.", split,
                                                 reports::metrics::meaning(evidence.headline).label, shown(low), times.size() - split, shown(high))};
}

}  // namespace unblock::bench
