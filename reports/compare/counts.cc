#include "reports/compare/counts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "statistics/median.h"

namespace unblock::reports::compare {

namespace {

using Kind = CountVerdict::Kind;

constexpr double kTolerance = 0.01;  ///< relative, for counts that vary
constexpr double kNoticed = 0.01;    ///< per operation: what one-off work at the start leaves after division

struct Range {
  double low, high;
};

Range range_of(std::span<const double> values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return {*low, *high};
}

bool alike(double a, double b) { return std::abs(a - b) <= 1e-9 * std::max(std::abs(a), std::abs(b)); }

void judge_varying(const Range& base, const Range& now, bool enough, CountVerdict& verdict) {
  const double change = (verdict.candidate - verdict.baseline) / std::max(std::abs(verdict.baseline), 1e-12);
  const std::string ranges = fmt::format("{:.6g} to {:.6g}, then {:.6g} to {:.6g}", base.low, base.high, now.low, now.high);
  const bool large = std::abs(change) > kTolerance && std::abs(verdict.candidate - verdict.baseline) >= kNoticed;
  if (!large) {
    verdict.reason = "the same within 1 %";
  } else if (now.low > base.high && enough) {
    verdict.kind = Kind::more;
    verdict.reason = fmt::format("{:+.1f} %, every run above every run of the baseline ({})", change * 100, ranges);
  } else if (now.high < base.low && enough) {
    verdict.kind = Kind::fewer;
    verdict.reason = fmt::format("{:+.1f} %", change * 100);
  } else {
    verdict.kind = Kind::varies;
    verdict.reason = fmt::format("varies from run to run ({}): no verdict", ranges);
  }
}

}  // namespace

CountVerdict judge_count(std::span<const double> baseline, std::span<const double> candidate, MetricRule rule) {
  CountVerdict verdict;
  verdict.baseline = statistics::median({baseline.begin(), baseline.end()});
  verdict.candidate = statistics::median({candidate.begin(), candidate.end()});
  const Range base = range_of(baseline), now = range_of(candidate);
  const bool steady = alike(base.low, base.high) && alike(now.low, now.high);
  if (rule == MetricRule::exact) {
    if (steady && alike(base.low, now.low)) return verdict.reason = "exactly the same", verdict;
    verdict.kind = Kind::differs;
    verdict.reason = steady ? fmt::format("{:.9g} instead of {:.9g}", now.low, base.low)
                            : fmt::format("not exact: {:.9g} to {:.9g}, then {:.9g} to {:.9g}", base.low, base.high, now.low, now.high);
    return verdict;
  }
  if (!steady) {
    judge_varying(base, now, std::min(baseline.size(), candidate.size()) >= kCountRuns, verdict);
    return verdict;
  }
  const double difference = now.low - base.low;
  if (std::abs(difference) < kNoticed) return verdict.reason = "exactly the same", verdict;
  verdict.kind = difference > 0 ? Kind::more : Kind::fewer;
  verdict.reason = fmt::format("{:+.6g} per operation", difference);
  return verdict;
}

}  // namespace unblock::reports::compare
