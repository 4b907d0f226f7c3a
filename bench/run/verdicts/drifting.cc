// Later rounds were steadily slower or faster than earlier ones: the median is of no state that lasted.
// Mann-Kendall's tau says whether there is a trend, Theil and Sen's slope how large it is.
#include <fmt/format.h>

#include <cmath>

#include "bench/run/verdicts/verdicts.h"
#include "reports/metrics/metrics.h"
#include "statistics/median.h"

namespace unblock::bench {

std::optional<reports::Verdict> drifting(const Evidence& evidence) {
  constexpr std::size_t kLeastRounds = 6;
  constexpr double kTau = 0.7, kChange = 0.05;
  const std::vector<double>& times = evidence.values;
  if (times.size() < kLeastRounds) return std::nullopt;
  double concordance = 0;
  std::vector<double> slopes;
  for (std::size_t i = 0; i < times.size(); ++i) {
    for (std::size_t j = i + 1; j < times.size(); ++j) {
      concordance += times[j] > times[i] ? 1 : times[j] < times[i] ? -1
                                                                   : 0;
      slopes.push_back((times[j] - times[i]) / static_cast<double>(j - i));
    }
  }
  const double tau = concordance / static_cast<double>(slopes.size());
  const double median = statistics::median_interval(times).estimate;
  const double change = statistics::median_interval(slopes).estimate * static_cast<double>(times.size() - 1) / median;
  if (std::abs(tau) < kTau || std::abs(change) < kChange) return std::nullopt;
  return reports::Verdict{"drifting", fmt::format("From the first to the last round the {} changed by {:+.0f} %.", reports::metrics::meaning(evidence.headline).label, change * 100)};
}

}  // namespace unblock::bench
