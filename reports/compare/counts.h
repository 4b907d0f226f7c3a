// Counts per operation: system calls, allocations, bytes. They hardly vary, so a few runs and no statistics of noise tell
// one more from none.
#pragma once

#include <cstddef>
#include <span>

#include "reports/model/comparison.h"

namespace unblock::reports::compare {

/// Runs of each side that are enough when the values vary; fewer do when they are all alike.
inline constexpr std::size_t kCountRuns = 8;

/// MetricRule::count: where a count never varies on either side, any increase by 0.01 or more is found. Where it varies, an
/// increase of the median by more than 1 % is found if every run of the candidate lies above every run of the baseline
/// (with 8 runs each the chance of that between equals is 1 in 12870: a permutation test). MetricRule::exact: any difference.
CountVerdict judge_count(std::span<const double> baseline, std::span<const double> candidate, MetricRule rule);

}  // namespace unblock::reports::compare
