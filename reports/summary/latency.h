// Percentiles from a histogram of latencies.
#pragma once

#include <cstdint>
#include <vector>

#include "reports/model/measurement.h"

namespace unblock::reports::summary {

std::uint64_t count_of(const std::vector<HistogramBucket>& buckets);

/// The value below which `share` of the samples lie (0 to 1), inside its bucket by linear interpolation. 0 without samples.
double quantile(const std::vector<HistogramBucket>& buckets, double share);

}  // namespace unblock::reports::summary
