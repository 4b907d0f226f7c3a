// One row per runtime on a shared scale: seven shapes on one baseline cannot be told apart, whatever their colours.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/html/charts.h"
#include "reports/html/figure.h"
#include "reports/summary/latency.h"
#include "reports/text/clean.h"
#include "reports/text/quantity.h"

namespace unblock::reports::html {
namespace {

constexpr double kLeft = 124, kRight = 548, kRow = 44, kTop = 8;
constexpr std::size_t kSteps = 48, kMostRows = 12;  ///< of more the percentiles say more

std::string tick(double ns) { return text::tick(ns, text::Unit::nanoseconds); }

std::vector<const Cell*> cells_of(const summary::Group& group) {
  std::vector<const Cell*> cells;
  std::copy_if(group.cells.begin(), group.cells.end(), std::back_inserter(cells), [](const Cell* cell) {
    return has_result(*cell) && summary::count_of(cell->latency) >= kFewestLatencies;
  });
  return cells;
}

Axis axis_for(const std::vector<const Cell*>& cells) {
  double low = INFINITY, high = 0;
  for (const Cell* cell : cells) {
    low = std::min(low, std::max(1.0, summary::quantile(cell->latency, 0.0005)));
    high = std::max(high, summary::quantile(cell->latency, 0.9995));
  }
  return Axis(Axis::Scale::log, low * 0.95, high * 1.05, kLeft, kRight);
}

/// The samples of each step of the axis; a bucket's count is spread over the steps that it covers.
std::vector<double> steps_of(const std::vector<HistogramBucket>& buckets, const Axis& axis) {
  std::vector<double> steps(kSteps);
  const auto step_at = [&](double ns) {
    return (axis.at(ns) - kLeft) / (kRight - kLeft) * static_cast<double>(kSteps);
  };
  for (const HistogramBucket& bucket : buckets) {
    if (bucket.upper_ns <= axis.low() || bucket.lower_ns >= axis.high()) continue;
    const double from = step_at(bucket.lower_ns), to = std::max(step_at(bucket.upper_ns), from + 1e-6);
    for (auto i = static_cast<std::size_t>(from); i < kSteps && static_cast<double>(i) < to; ++i) {
      const double inside = std::min(to, static_cast<double>(i) + 1) - std::max(from, static_cast<double>(i));
      steps[i] += static_cast<double>(bucket.count) * inside / (to - from);
    }
  }
  return steps;
}

std::vector<Point> outline_of(const std::vector<double>& steps, double base) {
  const double highest = *std::max_element(steps.begin(), steps.end());
  const double width = (kRight - kLeft) / static_cast<double>(kSteps);
  std::vector<Point> outline = {{kLeft, base}};
  double drawn = base;
  for (std::size_t i = 0; i < kSteps; ++i) {
    const double height = highest > 0 ? std::round((kRow - 10) * steps[i] / highest) : 0;  // whole pixels: shorter paths
    const double y = base - height;
    if (y == drawn) continue;
    const double x = std::round(kLeft + static_cast<double>(i) * width);
    outline.emplace_back(x, drawn);
    outline.emplace_back(x, y);
    drawn = y;
  }
  outline.emplace_back(kRight, drawn);
  outline.emplace_back(kRight, base);
  return outline;
}

void draw_row(Plot& plot, const Cell& cell, const Axis& axis, double base) {
  const Series series = series_of(cell);
  plot.begin_series(series.name);
  plot.label(0, base - 8, text::shortened(series.name, 20));
  const double p99 = std::round(axis.at(summary::quantile(cell.latency, 0.99)));
  plot.area_and_mark(outline_of(steps_of(cell.latency, axis), base), p99, base - kRow + 12, base, series);
  plot.end_series();
}

}  // namespace

text::Markup histograms(const summary::Group& group, const std::string& prefix, const std::string& table_id) {
  const std::vector<const Cell*> cells = cells_of(group);
  if (cells.empty() || cells.size() > kMostRows) return {};
  const Axis axis = axis_for(cells);
  const double bottom = kTop + kRow * static_cast<double>(cells.size());
  Plot plot(560, bottom + 22);
  plot.x_axis(axis, kTop, bottom, tick, "");
  for (std::size_t i = 0; i < cells.size(); ++i) draw_row(plot, *cells[i], axis, kTop + kRow * (static_cast<double>(i) + 1));
  return figure_beside({prefix + "histogram", "Latency histogram",
                        "How often each latency occurred, each row scaled to its own peak; the thin line is p99. Log scale."},
                       plot, table_id);
}

}  // namespace unblock::reports::html
