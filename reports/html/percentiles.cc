// The x axis is log(1 / (1 - p)): 90 %, 99 % and 99.9 % are equally far apart, as in HdrHistogram's plots.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "reports/html/charts.h"
#include "reports/html/figure.h"
#include "reports/summary/latency.h"
#include "reports/text/quantity.h"

namespace unblock::reports::html {
namespace {

constexpr double kLeft = 60, kRight = 428, kTop = 26, kLeast = 224;
constexpr std::array<double, 5> kShown = {0.5, 0.9, 0.99, 0.999, 0.9999};

struct Curve {
  Series series;
  const std::vector<HistogramBucket>* buckets;
};

std::vector<Curve> curves_of(const summary::Group& group) {
  std::vector<Curve> curves;
  for (const Cell* cell : group.cells) {
    if (!has_result(*cell) || summary::count_of(cell->latency) < kFewestLatencies) continue;
    curves.push_back({series_of(*cell), &cell->latency});
    if (summary::count_of(cell->latency_uncorrected) == 0) continue;
    curves.push_back({series_of(*cell), &cell->latency_uncorrected});
    curves.back().series.name += " uncorrected";
    curves.back().series.dash = "2 3";
  }
  return curves;
}

std::string tick(double ns) { return text::tick(ns, text::Unit::nanoseconds); }

/// A percentile needs samples beyond it: with n samples the curve ends at 1 - 1/n.
double last_share(const Curve& curve) {
  return std::min(kShown.back(), 1 - 1 / static_cast<double>(std::max<std::uint64_t>(2, summary::count_of(*curve.buckets))));
}

/// `nines` is 1 / (1 - p).
Point point_at(const Curve& curve, double nines, const Axis& x, const Axis& y) {
  const double latency_ns = summary::quantile(*curve.buckets, std::max(0.001, 1 - 1 / nines));
  return {std::round(x.at(nines)), std::round(y.at(latency_ns))};  // whole pixels: shorter paths
}

std::vector<Point> points_of(const Curve& curve, const Axis& x, const Axis& y) {
  constexpr double kStep = 0.2;  // five points for each digit
  std::vector<Point> points;
  const double end = 1 / (1 - last_share(curve));
  for (int step = 0; std::pow(10, kStep * step) < end; ++step) points.push_back(point_at(curve, std::pow(10, kStep * step), x, y));
  points.push_back(point_at(curve, end, x, y));
  return points;
}

/// The names at the ends of the curves need a line each.
double bottom_for(const std::vector<Curve>& curves) { return kTop + std::max(kLeast, kLineOfNames * static_cast<double>(curves.size() - 1)); }

Axis latency_axis(const std::vector<Curve>& curves) {
  double low = INFINITY, high = 0;
  for (const Curve& curve : curves) {
    low = std::min(low, summary::quantile(*curve.buckets, 0.001));
    high = std::max(high, summary::quantile(*curve.buckets, last_share(curve)));
  }
  return Axis(Axis::Scale::log, std::max(low, 1.0) * 0.9, high * 1.15, bottom_for(curves), kTop);
}

std::string percent(double nines) {
  const double p = 100 * (1 - 1 / nines);
  return p < 99.5 ? fmt::format("{:.0f} %", p) : fmt::format("{:.{}f} %", p, p < 99.95 ? 1 : 2);
}

void draw(Plot& plot, const std::vector<Curve>& curves) {
  const double bottom = bottom_for(curves);
  const Axis x(Axis::Scale::log, 1, 1 / (1 - kShown.back()), kLeft, kRight), y = latency_axis(curves);
  plot.y_axis(y, kLeft, kRight, tick, "latency");
  for (const double nines : {1.0, 2.0, 10.0, 100.0, 1000.0, 10000.0}) {
    plot.rule(x.at(nines), kTop, x.at(nines), bottom);
    if (nines > 1) plot.faint_label(x.at(nines), bottom + 15, percent(nines), Anchor::middle);
  }
  std::vector<std::pair<double, Series>> ends;
  for (const Curve& curve : curves) {
    const std::vector<Point> points = points_of(curve, x, y);
    plot.curve(points, curve.series);
    ends.emplace_back(points.back().second, curve.series);
  }
  plot.end_labels(kRight + 8, std::move(ends), kTop, bottom);
}

}  // namespace

text::Markup percentiles(const summary::Group& group, const std::string& prefix, const std::string& table_id) {
  const std::vector<Curve> curves = curves_of(group);
  if (curves.size() < 2 || curves.size() > 40) return {};
  Plot plot(560, bottom_for(curves) + 24);
  draw(plot, curves);
  return figure_beside({prefix + "percentiles", "Latency by percentile",
                        "Of 100 operations, how many are faster; towards the right ever rarer slow ones. Both axes are log scales."},
                       plot, table_id);
}

}  // namespace unblock::reports::html
