// Throughput and latency must account for the clients that were there: in flight = throughput × mean latency. Where they do not,
// one of the three numbers is of something else.
// Source: Little, "A proof for the queuing formula L = λW", Operations Research 9 (1961).
#include <fmt/format.h>

#include <cmath>

#include "bench/run/verdicts/verdicts.h"

namespace unblock::bench {

std::optional<reports::Verdict> littles_law(const Evidence& evidence) {
  constexpr double kApart = 0.05;
  const double share = evidence.metric("in_flight_share");
  if (share <= 0 || std::abs(share - 1) <= kApart) return std::nullopt;
  return reports::Verdict{"littles-law", fmt::format("Throughput times mean latency accounts for {:.0f} % of the clients that were there: the rest waited where no "
                                                     "latency was counted, or came and went.",
                                                     share * 100)};
}

}  // namespace unblock::bench
