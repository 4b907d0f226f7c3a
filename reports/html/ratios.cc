// Candidate ÷ baseline on a log scale with 1 in the middle. Each name has a line of its own above its interval, so that none is
// cut.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/compare/phrases.h"
#include "reports/html/charts.h"
#include "reports/html/figure.h"
#include "reports/text/quantity.h"

namespace unblock::reports::html {
namespace {

constexpr double kLeft = 10, kRight = 600, kWidth = 800, kRow = 38, kTop = 8;
constexpr std::size_t kMostRows = 40;

const Series& series_of_verdict(const MetricResult& metric) {
  static const Series kBetter{"better", "#00704f"};
  static const Series kWorse{"worse", "#b42318"};
  static const Series kNeither{"neither", kFaint};
  if (metric.fails()) return kWorse;
  return metric.surely_faster && !metric.undecided() ? kBetter : kNeither;
}

/// As far as the interval is bounded.
Interval ratio_of(const MetricResult& metric) {
  const double low = std::isfinite(metric.low) ? metric.low : metric.log_ratio, high = std::isfinite(metric.high) ? metric.high : metric.log_ratio;
  return {std::exp(low), std::exp(metric.log_ratio), std::exp(high)};
}

Axis axis_for(const std::vector<Judged>& shown) {
  double far = 1.1;
  for (const Judged& one : shown) {
    const Interval ratio = ratio_of(*one.metric);
    far = std::max({far, ratio.high, 1 / std::max(ratio.low, 1e-6)});
  }
  return Axis(Axis::Scale::log, 1 / (far * 1.05), far * 1.05, kLeft, kRight);
}

void draw(Plot& plot, const Axis& axis, const Judged& one, double y) {
  const MetricResult& metric = *one.metric;
  const Interval ratio = ratio_of(metric);
  const std::string name = compare::name_with_metric(*one.benchmark, metric), change = compare::change_text(metric.log_ratio);
  plot.label(kLeft, y - 10, name);
  plot.interval(axis.at(ratio.low), axis.at(ratio.high), y);
  plot.dot(axis.at(ratio.estimate), y, series_of_verdict(metric), fmt::format("{}: {} ({}), {}", name, change, compare::interval_text(metric), compare::verdict_text(metric)));
  plot.label(kRight + 10, y + 4, change);
}

}  // namespace

text::Markup ratios(const std::vector<Judged>& judged, const Table& numbers, const std::string& prefix) {
  std::vector<Judged> shown;
  for (const Judged& one : judged) {
    if (one.metric->by_evidence() && one.metric->blocks > 0 && shown.size() < kMostRows) shown.push_back(one);
  }
  if (shown.empty()) return numbers.is_empty() ? text::Markup() : numbers.markup();
  const Axis axis = axis_for(shown);
  const double bottom = kTop + kRow * static_cast<double>(shown.size());
  Plot plot(kWidth, bottom + 38);
  plot.x_axis(axis, kTop, bottom, text::factor, "now ÷ base");
  plot.rule(axis.at(1), kTop, axis.at(1), bottom, "4 2");
  for (std::size_t i = 0; i < shown.size(); ++i) draw(plot, axis, shown[i], kTop + kRow * (static_cast<double>(i) + 0.65));
  return figure_of({prefix + "ratios", "What changed",
                    "Now ÷ base with its interval, on a log scale; red is worse, green is better, grey is neither or not decided."},
                   plot, numbers);
}

}  // namespace unblock::reports::html
