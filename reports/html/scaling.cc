// Log-log, so that "twice the work takes twice as long" is a line at 45 degrees, and a kink is where something gives way.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>

#include "reports/html/charts.h"
#include "reports/html/figure.h"
#include "reports/metrics/metrics.h"
#include "reports/text/clean.h"

namespace unblock::reports::html {
namespace {

constexpr double kLeft = 66, kRight = 438, kTop = 26, kBottom = 250;

/// By runtime: argument → metric.
using Lines = std::map<std::string, std::map<double, Interval>>;

struct Sweep {
  std::string argument;
  Lines lines;
  std::map<std::string, Series> series;
  std::set<double> values;
};

bool same_but(const summary::Group& a, const summary::Group& b, std::size_t varied) {
  if (a.placement != b.placement || a.arguments.size() != b.arguments.size()) return false;
  for (std::size_t i = 0; i < a.arguments.size(); ++i) {
    if (a.arguments[i].first != b.arguments[i].first) return false;
    if (i != varied && a.arguments[i].second != b.arguments[i].second) return false;
  }
  return true;
}

Sweep sweep_over(const summary::Workload& workload, const summary::Group& main, std::size_t varied, const std::string& metric) {
  Sweep sweep;
  sweep.argument = main.arguments[varied].first;
  for (const summary::Group& group : workload.groups) {
    if (!same_but(main, group, varied)) continue;
    const double value = std::strtod(group.arguments[varied].second.c_str(), nullptr);
    if (!(value > 0) || !std::isfinite(value)) continue;
    for (const Cell* cell : group.cells) {
      if (!has_result(*cell) || estimate(*cell, metric) <= 0) continue;
      sweep.lines[summary::label(*cell)][value] = cell->metrics.at(metric);
      sweep.series.try_emplace(summary::label(*cell), series_of(*cell));
      sweep.values.insert(value);
    }
  }
  return sweep;
}

/// The argument and the group around it that give the most points: what varies need not be what the page shows in full.
Sweep find_sweep(const summary::Workload& workload, const std::string& metric) {
  Sweep best;
  for (const summary::Group& around : workload.groups) {
    for (std::size_t i = 0; i < around.arguments.size(); ++i) {
      Sweep sweep = sweep_over(workload, around, i, metric);
      if (sweep.values.size() > std::max<std::size_t>(1, best.values.size())) best = std::move(sweep);
    }
  }
  return best;
}

void draw(Plot& plot, const Sweep& sweep, const std::string& metric) {
  double low = INFINITY, high = 0;
  for (const auto& [name, line] : sweep.lines) {
    for (const auto& [value, interval] : line) {
      low = std::min(low, interval.estimate);
      high = std::max(high, interval.estimate);
    }
  }
  const Axis x(Axis::Scale::log, *sweep.values.begin() * 0.9, *sweep.values.rbegin() * 1.1, kLeft, kRight);
  const Axis y(Axis::Scale::log, low * 0.8, high * 1.25, kBottom, kTop);
  plot.y_axis(y, kLeft, kRight, [&](double value) { return metrics::show_tick(metric, value); }, metrics::meaning(metric).label);
  plot.x_axis(x, kTop, kBottom, text::count, sweep.argument);
  std::vector<std::pair<double, Series>> ends;
  for (const auto& [name, line] : sweep.lines) {
    std::vector<Point> points;
    for (const auto& [value, interval] : line) points.emplace_back(x.at(value), y.at(interval.estimate));
    const Series& series = sweep.series.at(name);
    plot.begin_series(name);
    plot.line(points, series);
    std::size_t i = 0;
    for (const auto& [value, interval] : line) {
      plot.dot(points[i].first, points[i].second, series,
               fmt::format("{}: {} at {} {}", name, metrics::show(metric, interval.estimate), text::count(value), sweep.argument));
      ++i;
    }
    plot.end_series();
    ends.emplace_back(points.back().second, series);
  }
  plot.end_labels(kRight + 10, std::move(ends), kTop, kBottom);
}

Table numbers_of(const Sweep& sweep, const std::string& metric) {
  std::vector<std::string> columns = {sweep.argument + " →"};
  for (const double value : sweep.values) columns.push_back(text::count(value));
  Table numbers(metrics::meaning(metric).label + " over " + sweep.argument, columns);
  for (const auto& [name, line] : sweep.lines) {
    std::vector<Field> fields = {words(name)};
    for (const double value : sweep.values) {
      const auto found = line.find(value);
      fields.push_back(found == line.end() ? missing("no result")
                                           : number(metrics::show(metric, found->second.estimate)));
    }
    numbers.row(fields);
  }
  return numbers;
}

}  // namespace

text::Markup scaling(const summary::Workload& workload, const std::string& metric, const std::string& prefix) {
  const Sweep sweep = find_sweep(workload, metric);
  if (sweep.values.empty() || sweep.values.size() > 20 || sweep.lines.size() > 40) return {};
  Plot plot(560, kBottom + 40);
  draw(plot, sweep, metric);
  const std::string label = metrics::meaning(metric).label;
  return figure_of({prefix + "scaling-" + text::slug(metric), fmt::format("Scaling: {} over {}", label, sweep.argument),
                    "Both axes are log scales: a straight line keeps its price, a kink is where something gives way."},
                   plot, numbers_of(sweep, metric));
}

}  // namespace unblock::reports::html
