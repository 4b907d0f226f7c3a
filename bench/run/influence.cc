#include "bench/run/influence.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/metrics/headline.h"
#include "reports/metrics/metrics.h"

namespace unblock::bench {
namespace {

double metric(const reports::Round& round, const char* name) {
  const auto found = round.metrics.find(name);
  return found == round.metrics.end() ? 0 : found->second;
}

/// The worker's share of its CPU while the clock ran.
double busy(const reports::Round& round) {
  const double said = metric(round, "cpu_share");
  const double share = said > 0 ? said : round.real_time_ns > 0 ? round.cpu_time_ns / round.real_time_ns
                                                                : 1;
  return std::clamp(share, 0.0, 1.0);
}

/// Of the headline's time, what trips between two CPUs took. A percentile of a latency has one of them in it, a time per operation as
/// many as the worker went to sleep for.
double trips_share(const reports::Cell& cell, const reports::Round& round, const std::string& headline, double trip_ns) {
  if (cell.placement.empty() || cell.placement == "one-core") return 0;
  const double value = metric(round, headline.c_str()) * reports::metrics::meaning(headline).scale;
  const bool by_operation = headline == reports::metrics::kTime;
  const double trips = by_operation ? std::max(metric(round, "voluntary_switches_per_op"), 0.0) : 1;
  return value > 0 ? std::min(1.0, trips * trip_ns / value) : 0;
}

}  // namespace

double influence(const reports::Cell& cell, const reports::Round& round, const Canary& before, const Canary& after) {
  const std::string headline = reports::metrics::headline(cell);
  const reports::metrics::Kind kind = reports::metrics::meaning(headline).kind;
  if (kind == reports::metrics::Kind::memory || kind == reports::metrics::Kind::count) return 0;
  const double by_speed = std::abs(change(before.spins, after.spins)) * busy(round);
  const double trip_ns = before.trips.per_s > 0 ? 1e9 / before.trips.per_s : 0;
  const double by_trips = std::abs(change(before.trips, after.trips)) * trips_share(cell, round, headline, trip_ns);
  return by_speed + by_trips;
}

std::string describe_change(const Canary& before, const Canary& after) {
  const double speed = change(before.spins, after.spins), trips = change(before.trips, after.trips);
  if (std::abs(speed) >= std::abs(trips)) return fmt::format("the time of a fixed piece of work changed by {:+.0f} %", speed * 100);
  return fmt::format("the time of a trip between two CPUs changed by {:+.0f} %", trips * 100);
}

}  // namespace unblock::bench
