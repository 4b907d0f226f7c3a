// Within one process the passes were still getting faster or slower when the measurement ended.
#include <fmt/format.h>

#include <cmath>

#include "bench/run/verdicts/verdicts.h"

namespace unblock::bench {

std::optional<reports::Verdict> no_steady_state(const Evidence& evidence) {
  constexpr double kChange = 0.10;
  const double ratio = evidence.metric("drift_within");  // last third of the passes ÷ first third
  if (!evidence.judged_by_time() || ratio <= 0 || std::abs(std::log(ratio)) < std::log1p(kChange)) return std::nullopt;
  return reports::Verdict{"no-steady-state", fmt::format("The last third of the passes took {:.2f} times as long as the first.", ratio)};
}

}  // namespace unblock::bench
