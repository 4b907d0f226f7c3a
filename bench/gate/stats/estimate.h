// Robust figures of a sample: median, spread, Hodges-Lehmann. Nothing here decides anything.
#pragma once

#include <span>
#include <vector>

namespace unblock::bench::gate {

/// Middle value; the mean of the two middle ones where their number is even. NaN for an empty sample.
double median(std::vector<double> values);

/// 1.4826 × the median distance from the median: estimates the standard deviation of a normal sample and does not
/// follow outliers. 0 for fewer than two values.
double robust_spread(std::span<const double> values);

/// Median of the means of all pairs of values, each with itself too: the centre of a symmetric distribution, nearly as
/// good as the mean where that is best, and unmoved by outliers.
/// Source: Hodges and Lehmann, "Estimates of location based on rank tests", Ann. Math. Statist. 34 (1963).
double hodges_lehmann(std::span<const double> values);

/// Median of all differences b − a: the shift from sample a to sample b (same source).
double hodges_lehmann_shift(std::span<const double> a, std::span<const double> b);

}  // namespace unblock::bench::gate
