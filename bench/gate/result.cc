#include "bench/gate/result.h"

#include <algorithm>

namespace unblock::bench::gate {

std::size_t GateResult::comparisons() const {
  std::size_t count = 0;
  for (const BenchmarkResult& benchmark : benchmarks) {
    count += static_cast<std::size_t>(std::count_if(benchmark.metrics.begin(), benchmark.metrics.end(),
                                                    [](const MetricResult& metric) { return metric.by_evidence(); }));
  }
  return count;
}

int exit_code(const GateResult& result, Undecided undecided) {
  bool slower = false, broken = false, open = false, compared = false;
  for (const BenchmarkResult& benchmark : result.benchmarks) {
    broken |= benchmark.state == BenchmarkResult::State::broken;
    compared |= benchmark.state == BenchmarkResult::State::compared;
    if (benchmark.state != BenchmarkResult::State::compared) continue;
    for (const MetricResult& metric : benchmark.metrics) {
      slower |= metric.fails();
      open |= metric.undecided();
    }
  }
  if (slower || broken) return 1;
  if (!compared) return 2;
  return !open ? 0 : static_cast<int>(result.interrupted ? Undecided::stays : undecided);
}

}  // namespace unblock::bench::gate
