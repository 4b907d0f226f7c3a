// The target had no headroom while the client had time left, or fell behind the schedule it was to keep: the figure is the target's.
#include <fmt/format.h>

#include "bench/run/verdicts/verdicts.h"

namespace unblock::bench {

std::optional<reports::Verdict> target_bound(const Evidence& evidence) {
  constexpr double kLeastHeadroom = 0.2, kClientIdle = 0.9, kLateNs = 5e6;
  if (const double late_ns = evidence.metric("target_late_p99_ns"); late_ns > kLateNs) {
    return reports::Verdict{"target-bound", fmt::format("The target sent one chunk in a hundred {:.1f} ms or more after its schedule: the lateness is not "
                                                        "the runtime's.",
                                                        late_ns / 1e6)};
  }
  const double busy = evidence.metric("target_busy");
  if (!evidence.needs_target || !evidence.judged_by_time() || busy <= 1 - kLeastHeadroom || evidence.metric("cpu_share") > kClientIdle) return std::nullopt;
  return reports::Verdict{"target-bound", fmt::format("The target's core was {:.0f} % busy: the target, not the runtime, set the pace.", busy * 100)};
}

}  // namespace unblock::bench
