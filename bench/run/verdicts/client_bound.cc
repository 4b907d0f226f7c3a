// The client had no headroom: its latencies include the queue before its own CPU. Where the cost of that CPU is what is asked for (time per
// operation), a busy client is the purpose and no doubt.
#include <fmt/format.h>

#include "bench/run/verdicts/verdicts.h"

namespace unblock::bench {

std::optional<reports::Verdict> client_bound(const Evidence& evidence) {
  constexpr double kLeastHeadroom = 0.2;
  const double share = evidence.metric("cpu_share");
  if (!evidence.needs_target || !evidence.judged_by_latency() || share <= 1 - kLeastHeadroom) return std::nullopt;
  return reports::Verdict{"client-bound", fmt::format("The client's core was {:.0f} % busy: latency includes the queue before it.", share * 100)};
}

}  // namespace unblock::bench
