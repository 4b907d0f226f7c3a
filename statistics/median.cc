// Boost.Math where it has the figure. It lacks intervals for a median and what ranks estimate; its median of two large values
// overflows, and its median absolute deviation (1.81) forgets to subtract the centre.
#include "statistics/median.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/statistics/univariate_statistics.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace unblock::statistics {
namespace {

constexpr double kTail = 0.025;  ///< on each side of an interval of 95 %

/// How many values lie outside the interval on each side: with k of them, C(n, 0) … C(n, k) of 2^n cases miss the median.
std::size_t outside_of(std::size_t n) {
  const boost::math::binomial cases(static_cast<double>(n), 0.5);
  std::size_t outside = 0;
  while (outside < n / 2 && boost::math::cdf(cases, static_cast<double>(outside)) <= kTail) ++outside;
  return outside > 0 ? outside - 1 : 0;
}

}  // namespace

double median(std::vector<double> values) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return values.size() % 2 == 1 ? *middle : std::midpoint(*std::max_element(values.begin(), middle), *middle);
}

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  const auto rank = std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())));
  const auto found = values.begin() + static_cast<std::ptrdiff_t>(rank);
  std::nth_element(values.begin(), found, values.end());
  return *found;
}

double mean(std::span<const double> values) { return boost::math::statistics::mean(values.begin(), values.end()); }

double standard_deviation(std::span<const double> values) {
  if (values.size() < 2) return 0;
  return std::sqrt(boost::math::statistics::sample_variance(values.begin(), values.end()));
}

double robust_spread(std::span<const double> values) {
  if (values.size() < 2) return 0;
  const double center = median({values.begin(), values.end()});
  std::vector<double> distances;
  distances.reserve(values.size());
  for (const double value : values) distances.push_back(std::abs(value - center));
  return 1.4826 * median(std::move(distances));
}

Interval median_interval(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t outside = outside_of(values.size());
  return {values[outside], median(values), values[values.size() - 1 - outside]};
}

double mean_half_width(double standard_deviation, double n) {
  if (n < 2 || !std::isfinite(standard_deviation)) return 0;
  const boost::math::students_t distribution(n - 1);
  return boost::math::quantile(boost::math::complement(distribution, kTail)) * standard_deviation / std::sqrt(n);
}

double hodges_lehmann(std::span<const double> values) {
  std::vector<double> means;
  means.reserve(values.size() * (values.size() + 1) / 2);
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::size_t j = i; j < values.size(); ++j) means.push_back((values[i] + values[j]) / 2);
  }
  return median(std::move(means));
}

}  // namespace unblock::statistics
