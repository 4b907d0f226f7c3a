#include "statistics/rank_sum.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <vector>

namespace unblock::statistics {
namespace {

constexpr std::size_t kMostExact = 2500;

/// Probability of each value of U, the number of pairs with b above a: one b after the other joins, and each new ordering
/// of i of a and j of b comes from one that ends with an a or with a b.
std::vector<double> distribution_of_u(std::size_t n, std::size_t m) {
  std::vector<std::vector<double>> by_a(n + 1, {1.0});  // j = 0
  for (std::size_t j = 1; j <= m; ++j) {
    by_a[0] = {1.0};
    for (std::size_t i = 1; i <= n; ++i) {
      const auto all = static_cast<double>(i + j);
      const double last_is_b = static_cast<double>(j) / all, last_is_a = static_cast<double>(i) / all;
      std::vector<double> next(i * j + 1, 0);
      const std::vector<double>& without_b = by_a[i];
      const std::vector<double>& without_a = by_a[i - 1];
      for (std::size_t u = 0; u < without_b.size(); ++u) next[u + i] += last_is_b * without_b[u];
      for (std::size_t u = 0; u < without_a.size(); ++u) next[u] += last_is_a * without_a[u];
      by_a[i] = std::move(next);
    }
  }
  return by_a[n];
}

struct Count {
  double u = 0;
  bool ties = false;
};

/// Thousands of values a side have millions of pairs, so they are counted by place.
Count count_higher(std::span<const double> a, std::span<const double> b) {
  std::vector<double> sorted(a.begin(), a.end());
  std::sort(sorted.begin(), sorted.end());
  Count count;
  for (const double y : b) {
    const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), y);
    count.u += static_cast<double>(first - sorted.begin()) + static_cast<double>(last - first) / 2;
    count.ties |= first != last;
  }
  return count;
}

double tie_term(std::span<const double> a, std::span<const double> b) {
  std::map<double, double> sizes;
  for (const double x : a) sizes[x] += 1;
  for (const double y : b) sizes[y] += 1;
  double sum = 0;
  for (const auto& [value, size] : sizes) sum += size * size * size - size;
  return sum;
}

double spread_of_u(double n, double m, double ties) {
  const double all = n + m;
  return std::sqrt(std::max(0.0, n * m / 12 * (all + 1 - ties / (all * (all - 1)))));
}

double upper_tail(double z) { return std::erfc(z / std::sqrt(2.0)) / 2; }

/// How many of the differences y - x are at most `limit`. Both sorted; in n + m steps.
std::size_t differences_up_to(const std::vector<double>& a, const std::vector<double>& b, double limit) {
  std::size_t count = 0, reached = 0;
  for (const double x : a) {
    while (reached < b.size() && b[reached] - x <= limit) ++reached;
    count += reached;
  }
  return count;
}

/// The difference of rank `rank`, from 0, without making all n m of them: 5,000 values a side have 25 million. Bisection ends
/// where two doubles are neighbours; 200 halvings are more than it can take.
double nth_difference(const std::vector<double>& a, const std::vector<double>& b, std::size_t rank) {
  double low = b.front() - a.back(), high = b.back() - a.front();
  for (int i = 0; i < 200 && low < high; ++i) {
    const double middle = low + (high - low) / 2;
    if (middle >= high) break;
    if (differences_up_to(a, b, middle) > rank) {
      high = middle;
    } else if (low < middle) {
      low = middle;
    } else {
      break;
    }
  }
  return differences_up_to(a, b, low) > rank ? low : high;
}

}  // namespace

double p_of_higher(std::span<const double> a, std::span<const double> b) {
  if (a.empty() || b.empty()) return 1;
  const Count count = count_higher(a, b);
  const auto n = static_cast<double>(a.size()), m = static_cast<double>(b.size());
  if (!count.ties && a.size() * b.size() <= kMostExact) {
    const std::vector<double> chance = distribution_of_u(a.size(), b.size());
    double p = 0;
    for (std::size_t u = chance.size(); u-- > static_cast<std::size_t>(count.u);) p += chance[u];
    return std::min(p, 1.0);
  }
  const double spread = spread_of_u(n, m, tie_term(a, b));
  return spread == 0 ? 1 : upper_tail((count.u - n * m / 2 - 0.5) / spread);
}

double smallest_p(std::size_t a, std::size_t b) {
  double p = 1;
  for (std::size_t i = 1; i <= a; ++i) p *= static_cast<double>(i) / static_cast<double>(b + i);
  return p;
}

double hodges_lehmann_shift(std::span<const double> a, std::span<const double> b) {
  if (a.empty() || b.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::vector<double> from(a.begin(), a.end()), to(b.begin(), b.end());
  std::sort(from.begin(), from.end());
  std::sort(to.begin(), to.end());
  const std::size_t pairs = from.size() * to.size();
  const double upper = nth_difference(from, to, pairs / 2);
  return pairs % 2 == 1 ? upper : (nth_difference(from, to, pairs / 2 - 1) + upper) / 2;
}

Bounds shift_bounds(std::span<const double> a, std::span<const double> b, double alpha) {
  const Bounds unbounded{-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
  if (a.empty() || b.empty() || smallest_p(a.size(), b.size()) > alpha) return unbounded;
  std::vector<double> from(a.begin(), a.end()), to(b.begin(), b.end());
  std::sort(from.begin(), from.end());
  std::sort(to.begin(), to.end());
  const std::size_t pairs = from.size() * to.size();
  std::size_t cut = 0;  // how many differences on each side the test refuses
  if (pairs <= kMostExact) {
    const std::vector<double> chance = distribution_of_u(a.size(), b.size());
    for (double p = 0; cut < chance.size() && p + chance[cut] <= alpha; ++cut) p += chance[cut];
  } else {
    const auto n = static_cast<double>(a.size()), m = static_cast<double>(b.size());
    double z = 0;
    while (upper_tail(z) > alpha) z += 0.001;
    cut = static_cast<std::size_t>(std::max(1.0, n * m / 2 - z * spread_of_u(n, m, 0)));
  }
  return {nth_difference(from, to, cut - 1), nth_difference(from, to, pairs - cut)};
}

}  // namespace unblock::statistics
