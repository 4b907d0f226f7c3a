// A load is held while the tail stays near that of the first load. Beyond the knee a queue grows for as long as the pass lasts, so how
// far beyond does not matter much.
#include "bench/run/knee.h"

#include <fmt/format.h>

#include <cmath>

#include "reports/text/quantity.h"

namespace unblock::bench {
namespace {

constexpr unsigned kMostDoublings = 20;
constexpr double kTimes = 3, kSlackNs = 1e6, kLeastDone = 0.95, kNear = 1.1;

std::string shown(double ns) { return reports::text::quantity(ns, reports::text::Unit::nanoseconds); }
std::string shown(std::uint64_t load) { return reports::text::count(static_cast<double>(load)); }

}  // namespace

double KneeSearch::limit_ns() const { return kTimes * base_.p99_ns + kSlackNs; }

bool KneeSearch::is_held(const LoadResult& result) const {
  if (!result.failure.empty()) return false;
  if (is_rate_ && result.done_per_second < kLeastDone * static_cast<double>(result.load)) return false;
  return base_.load == 0 || result.p99_ns <= limit_ns();
}

void KneeSearch::measured(const LoadResult& result) {
  const bool held = is_held(result);
  if (base_.load == 0) base_ = result;
  (held ? held_ : lost_) = result;
  next_.reset();
  if (held_.load == 0) return;
  if (lost_.load == 0) {
    if (++doublings_ <= kMostDoublings) next_ = held_.load * 2;
    return;
  }
  const double ratio = static_cast<double>(lost_.load) / static_cast<double>(held_.load);
  const auto middle = static_cast<std::uint64_t>(std::llround(static_cast<double>(held_.load) * std::sqrt(ratio)));
  if (ratio > kNear && middle > held_.load && middle < lost_.load) next_ = middle;
}

std::string KneeSearch::sentence(const std::string& of) const {
  if (held_.load == 0 && lost_.load == 0) return "nothing was measured";
  if (held_.load == 0) {
    return fmt::format("no knee was found: already {} {} is not held ({}); begin lower", of, shown(lost_.load),
                       lost_.failure.empty() ? fmt::format("{} a second were done", reports::text::count(lost_.done_per_second)) : lost_.failure);
  }
  if (lost_.load == 0) return fmt::format("no knee was found: {} {} is still held (p99 {}) where the search ended", of, shown(held_.load), shown(held_.p99_ns));
  const std::string beyond = lost_.failure.empty() ? fmt::format("p99 {} at {}", shown(lost_.p99_ns), shown(lost_.load)) : fmt::format("{} at {}", lost_.failure, shown(lost_.load));
  return fmt::format("the knee is at {} {}{}: p99 {} there, {} at {}, {}", of, shown(held_.load), next_ ? " or above, where the search ended" : "", shown(held_.p99_ns),
                     shown(base_.p99_ns), shown(base_.load), beyond);
}

}  // namespace unblock::bench
