// The worker used its core up: the time is what the client's CPU costs, not how long anything waited.
#include <fmt/format.h>

#include "bench/run/verdicts/verdicts.h"

namespace unblock::bench {

std::optional<reports::Verdict> client_bound(const Evidence& evidence) {
  constexpr double kBusy = 0.95;
  const double share = evidence.metric("cpu_share");
  if (!evidence.needs_target || share < kBusy) return std::nullopt;
  return reports::Verdict{"client-bound", fmt::format("The client's core was {:.0f} % busy: throughput is limited by the client's CPU, and latency includes "
                                                      "the queue before it.", share * 100)};
}

}  // namespace unblock::bench
