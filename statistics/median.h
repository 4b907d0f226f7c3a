// Figures of a sample: median, quantile, spread, intervals. Nothing here decides anything.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "statistics/interval.h"

namespace unblock::statistics {

/// Middle value; the mean of the two middle ones where their number is even. NaN for an empty sample.
double median(std::vector<double> values);

/// The value that `share` of the sample (0 to 1) does not exceed: one of the sample, not between two. 0 for an empty one.
double quantile(std::vector<double> values, double share);

double mean(std::span<const double> values);
/// Of the population that the sample was drawn from (n − 1); 0 for fewer than two values.
double standard_deviation(std::span<const double> values);

/// 1.4826 × the median distance from the median: estimates the standard deviation of a normal sample and does not
/// follow outliers. 0 for fewer than two values.
double robust_spread(std::span<const double> values);

/// The interval is a pair of order statistics that covers the median with at least 95 %; with fewer than six values no
/// pair does, and the interval is the whole range. Values must not be empty.
/// Source: the binomial interval for a quantile, Conover, Practical Nonparametric Statistics, section 3.2.
Interval median_interval(std::vector<double> values);

/// Half the width of the 95 % interval of a mean of `n` values, by Student's t. 0 for fewer than two.
double mean_half_width(double standard_deviation, double n);

/// Median of the means of all pairs of values, each with itself too: the centre of a symmetric distribution, nearly as
/// good as the mean where that is best, and unmoved by outliers.
/// Source: Hodges and Lehmann, "Estimates of location based on rank tests", Ann. Math. Statist. 34 (1963).
double hodges_lehmann(std::span<const double> values);

}  // namespace unblock::statistics
