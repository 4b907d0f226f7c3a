// The median of a few rounds and an interval for it that assumes nothing about their distribution.
#pragma once

#include <vector>

#include "reports/model/measurement.h"

namespace unblock::reports::results {

/// The interval is a pair of order statistics that covers the median with at least 95 %; with fewer than six values no
/// pair does, and the interval is the whole range. Values must not be empty.
/// Source: the binomial interval for a quantile, Conover, Practical Nonparametric Statistics, section 3.2.
Interval median_interval(std::vector<double> values);

}  // namespace unblock::reports::results
