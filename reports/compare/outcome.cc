#include "reports/compare/outcome.h"

#include <algorithm>

namespace unblock::reports::compare {

std::size_t judged_together(const Comparison& comparison) {
  std::size_t count = 0;
  for (const BenchmarkResult& benchmark : comparison.benchmarks) {
    count += static_cast<std::size_t>(std::count_if(benchmark.metrics.begin(), benchmark.metrics.end(),
                                                    [](const MetricResult& metric) { return metric.by_evidence(); }));
  }
  return count;
}

bool looks_slower(const MetricResult& metric, const Comparison& comparison) {
  if (!metric.undecided() || metric.blocks == 0 || comparison.other_machine) return false;
  const double least = metric.rule == MetricRule::higher ? -metric.high : metric.low;
  return least > comparison.promise.limits().tolerated;
}

int exit_code(const Comparison& comparison, Undecided undecided) {
  constexpr int kLooksSlower = 4;
  bool slower = false, looks = false, broken = false, open = false, compared = false;
  for (const BenchmarkResult& benchmark : comparison.benchmarks) {
    broken |= benchmark.state == BenchmarkResult::State::broken;
    compared |= benchmark.state == BenchmarkResult::State::compared;
    if (benchmark.state != BenchmarkResult::State::compared) continue;
    for (const MetricResult& metric : benchmark.metrics) {
      slower |= metric.fails();
      open |= metric.undecided();
      looks |= looks_slower(metric, comparison);
    }
  }
  if (slower || broken) return 1;
  if (!compared) return 2;
  if (!open) return 0;
  const Undecided taken = comparison.interrupted ? Undecided::stays : undecided;
  return taken == Undecided::stays && looks ? kLooksSlower : static_cast<int>(taken);
}

}  // namespace unblock::reports::compare
