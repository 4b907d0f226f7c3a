// Two samples that were not paired: the test of Wilcoxon, Mann and Whitney and the interval that belongs to it.
#pragma once

#include <span>

namespace unblock::statistics {

/// The chance that equal distributions give b's values ranks as high as these, or higher. Exact for samples without ties
/// up to 2500 pairs, else the normal approximation with correction for ties and continuity.
/// Source: Mann and Whitney, Ann. Math. Statist. 18 (1947); Lehmann, Nonparametrics, section 1.
double p_of_higher(std::span<const double> a, std::span<const double> b);

/// Median of all differences b − a: the shift from sample a to sample b. In n + m steps a bisection, not in n m.
/// Source: Hodges and Lehmann, "Estimates of location based on rank tests", Ann. Math. Statist. 34 (1963).
double hodges_lehmann_shift(std::span<const double> a, std::span<const double> b);

struct Bounds {
  double low, high;
};

/// Where the shift from a to b lies: each bound errs with probability `alpha` at most. Infinite for samples too small.
/// Source: Hodges and Lehmann (1963): the ordered differences b − a, cut where the test above would refuse.
Bounds shift_bounds(std::span<const double> a, std::span<const double> b, double alpha);

/// The smallest p that samples of these sizes can give.
double smallest_p(std::size_t a, std::size_t b);

}  // namespace unblock::statistics
