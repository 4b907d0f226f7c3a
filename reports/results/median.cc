// Order statistics of a sorted copy.
#include "reports/results/median.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace unblock::reports::results {
namespace {

/// The rank, from 1, of the lowest value that may begin an interval of 95 %; 0 when even the smallest begins too late.
std::size_t rank_of_low_end(std::size_t n) {
  constexpr double kTail = 0.025;
  double log_term = -static_cast<double>(n) * std::log(2.0);  // log of C(n, 0) / 2^n
  double below = 0;
  for (std::size_t k = 0; k < n / 2; ++k) {
    below += std::exp(log_term);
    if (below > kTail) return k;
    log_term += std::log(static_cast<double>(n - k)) - std::log(static_cast<double>(k + 1));
  }
  return 0;
}

}  // namespace

Interval median_interval(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  const std::size_t cut = std::max<std::size_t>(rank_of_low_end(n), 1) - 1;
  const double middle = n % 2 == 1 ? values[n / 2] : std::midpoint(values[n / 2 - 1], values[n / 2]);
  return {values[cut], middle, values[n - 1 - cut]};
}

}  // namespace unblock::reports::results
