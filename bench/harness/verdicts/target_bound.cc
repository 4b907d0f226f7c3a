// The target used its core up while the client had time left: runtimes that are faster than this look alike.
#include <fmt/format.h>

#include "bench/harness/verdicts/verdicts.h"

namespace unblock::bench {

std::optional<reports::Verdict> target_bound(const Evidence& evidence) {
  constexpr double kBusy = 0.85, kClientIdle = 0.9;
  const double busy = evidence.metric("target_busy");
  if (!evidence.needs_target || busy < kBusy || evidence.metric("cpu_share") > kClientIdle) return std::nullopt;
  return reports::Verdict{"target-bound", fmt::format("The target's core was {:.0f} % busy: the target, not the runtime, set the pace.", busy * 100)};
}

}  // namespace unblock::bench
