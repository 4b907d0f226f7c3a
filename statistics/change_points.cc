#include "statistics/change_points.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <optional>

#include "statistics/median.h"

namespace unblock::statistics {
namespace {

/// The first of the best splits, by Q = nm/(n+m) · (2·E|X−Y| − E|X−X'| − E|Y−Y'|). Sums over pairs are kept while the
/// split moves on, so that one pass costs n² steps.
std::size_t best_split(std::span<const double> values, std::size_t least) {
  const std::size_t n = values.size();
  const auto distances_from = [&](std::size_t i, std::size_t from, std::size_t to) {
    double sum = 0;
    for (std::size_t j = from; j < to; ++j) sum += std::abs(values[i] - values[j]);
    return sum;
  };
  double left = 0, right = 0, across = 0;  // sums over unordered pairs within a side, and over pairs across
  for (std::size_t i = 0; i < n; ++i) right += distances_from(i, i + 1, n);
  std::size_t best = 0;
  double best_q = -1;
  for (std::size_t split = 1; split < n; ++split) {
    const double to_left = distances_from(split - 1, 0, split - 1), to_right = distances_from(split - 1, split, n);
    left += to_left;
    right -= to_right;
    across += to_right - to_left;
    if (split < least || n - split < least) continue;
    const auto a = static_cast<double>(split), b = static_cast<double>(n - split);
    const double within_left = a > 1 ? left * 2 / (a * (a - 1)) : 0, within_right = b > 1 ? right * 2 / (b * (b - 1)) : 0;
    const double q = a * b / (a + b) * (2 * across / (a * b) - within_left - within_right);
    if (q > best_q) best_q = q, best = split;
  }
  return best;
}

class Search {
 public:
  Search(std::span<const double> series, const ChangePointOptions& options) : series_(series), options_(options) {}

  std::vector<ChangePoint> run() {
    // The first pass is generous, for a change may be plain only after its neighbours are known.
    constexpr double kGenerous = 10;
    split(0, series_.size(), options_.p * kGenerous);
    std::sort(splits_.begin(), splits_.end());
    std::vector<ChangePoint> points = tested();
    while (const auto weakest = weakest_of(points)) {
      splits_.erase(splits_.begin() + static_cast<std::ptrdiff_t>(*weakest));
      points = tested();
    }
    return points;
  }

 private:
  void split(std::size_t from, std::size_t to, double p) {
    if (to - from < 2 * options_.least_length) return;
    const std::size_t at = best_split(series_.subspan(from, to - from), options_.least_length);
    if (at == 0 || welch_p(series_.subspan(from, at), series_.subspan(from + at, to - from - at)) > p) return;
    splits_.push_back(from + at);
    split(from, from + at, p);
    split(from + at, to, p);
  }

  std::vector<ChangePoint> tested() const {
    std::vector<ChangePoint> points;
    for (std::size_t i = 0; i < splits_.size(); ++i) {
      const std::size_t begin = i == 0 ? 0 : splits_[i - 1], end = i + 1 == splits_.size() ? series_.size() : splits_[i + 1];
      const auto before = series_.subspan(begin, splits_[i] - begin), after = series_.subspan(splits_[i], end - splits_[i]);
      points.push_back({splits_[i], mean(before), mean(after), welch_p(before, after)});
    }
    return points;
  }

  std::optional<std::size_t> weakest_of(const std::vector<ChangePoint>& points) const {
    const auto weakest = std::max_element(points.begin(), points.end(), [](const ChangePoint& a, const ChangePoint& b) { return a.p < b.p; });
    if (weakest != points.end() && weakest->p > options_.p) return static_cast<std::size_t>(weakest - points.begin());
    const auto smallest = std::min_element(points.begin(), points.end(), [](const ChangePoint& a, const ChangePoint& b) {
      return std::abs(a.after - a.before) < std::abs(b.after - b.before);
    });
    if (smallest != points.end() && std::abs(smallest->after - smallest->before) < options_.least_change) {
      return static_cast<std::size_t>(smallest - points.begin());
    }
    return std::nullopt;
  }

  std::span<const double> series_;
  ChangePointOptions options_;
  std::vector<std::size_t> splits_;
};

}  // namespace

double welch_p(std::span<const double> a, std::span<const double> b) {
  if (a.size() < 2 || b.size() < 2) return 1;
  const auto n = static_cast<double>(a.size()), m = static_cast<double>(b.size());
  const double u = std::pow(standard_deviation(a), 2) / n, v = std::pow(standard_deviation(b), 2) / m;
  const double before = mean(a), difference = std::abs(before - mean(b));
  if (difference <= 1e-12 * std::abs(before)) return 1;  // rounding
  if (u + v <= 0) return 0;
  const double degrees = (u + v) * (u + v) / (u * u / (n - 1) + v * v / (m - 1));
  const boost::math::students_t distribution(degrees);
  return 2 * boost::math::cdf(boost::math::complement(distribution, difference / std::sqrt(u + v)));
}

std::vector<ChangePoint> change_points(std::span<const double> series, const ChangePointOptions& options) { return Search(series, options).run(); }

}  // namespace unblock::statistics
