// Where a series of measurements changed its level. Deterministic: no random permutations.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace unblock::statistics {

struct ChangePoint {
  std::size_t index = 0;   ///< of the first value of the new level
  double before = 0, after = 0;  ///< means of the two levels next to it
  double p = 1;            ///< Welch's t test between them
};

struct ChangePointOptions {
  double p = 0.001;         ///< a split counts when the t test gives this or less
  double least_change = 0;  ///< and the levels differ by this
  std::size_t least_length = 3;  ///< values on each side: with two, luck alone passes the t test too often
};

/// E-Divisive: the split that maximises the energy distance of its two sides, again within each side, as long as a t test
/// confirms it. The t test instead of the original's permutations makes it deterministic. As later splits may take the
/// ground from earlier ones, each is tested once more against its neighbours, the weakest first.
/// Sources: Matteson and James, "A nonparametric approach for multiple change point analysis of multivariate data",
/// JASA 109 (2014); Fleming and others, "Hunter: using change point detection to hunt for performance regressions",
/// ICPE 2023, for the t test and the two passes.
std::vector<ChangePoint> change_points(std::span<const double> series, const ChangePointOptions& options);

/// Two-sided p of Welch's t test; 1 where a side has fewer than two values, 0 where both are constant and differ.
double welch_p(std::span<const double> a, std::span<const double> b);

}  // namespace unblock::statistics
