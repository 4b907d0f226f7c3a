// Bars start at zero. Where the largest is over 30 times the smallest, bars would be invisible, so dots on a log scale.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "reports/html/charts.h"
#include "reports/html/palette.h"
#include "reports/html/figure.h"
#include "reports/metrics/metrics.h"
#include "reports/text/clean.h"

namespace unblock::reports::html {
namespace {

constexpr double kLeft = 124, kRight = 412, kWidth = 560, kRow = 22, kTop = 8;
constexpr double kFarApart = 30;

std::vector<const Cell*> ranked(const summary::Group& group, const std::string& metric) {
  std::vector<const Cell*> cells;
  std::copy_if(group.cells.begin(), group.cells.end(), std::back_inserter(cells), [&](const Cell* cell) {
    return has_result(*cell) && estimate(*cell, metric) > 0;
  });
  const bool higher = metrics::meaning(metric).better == metrics::Better::higher;
  std::stable_sort(cells.begin(), cells.end(), [&](const Cell* a, const Cell* b) {
    const double first = estimate(*a, metric), second = estimate(*b, metric);
    return higher ? first > second : first < second;
  });
  return cells;
}

Axis axis_for(const std::vector<const Cell*>& cells, const std::string& metric) {
  double low = cells.front()->metrics.at(metric).low, high = 0;
  for (const Cell* cell : cells) {
    low = std::min(low, cell->metrics.at(metric).low);
    high = std::max(high, cell->metrics.at(metric).high);
  }
  const bool far = low > 0 && high / low > kFarApart;
  return Axis(far ? Axis::Scale::log : Axis::Scale::linear, far ? low * 0.7 : 0, far ? high * 1.3 : high * 1.02, kLeft, kRight);
}

void draw_row(Plot& plot, const Cell& cell, const std::string& metric, const Axis& axis, double y, double best) {
  const Interval& interval = cell.metrics.at(metric);
  const Series series = series_of(cell);
  const std::string value = metrics::show(metric, interval.estimate);
  const std::string hint = fmt::format("{}: {}, 95 % interval {} to {}", series.name, value,
                                       metrics::show(metric, interval.low), metrics::show(metric, interval.high));
  plot.begin_series(series.name);
  plot.label(0, y + 4, text::shortened(series.name, 20));
  if (axis.is_log()) plot.dot(axis.at(interval.estimate), y, series, hint);
  else plot.box(kLeft, y - 7, axis.at(interval.estimate) - kLeft, 14, series, hint);
  plot.interval(axis.at(interval.low), axis.at(interval.high), y);
  const double ratio = interval.estimate / best;
  plot.label(kRight + 10, y + 4, ratio == 1 ? value : fmt::format("{}  ×{}", value, text::factor(ratio)));
  plot.end_series();
}

}  // namespace

Series series_of(const Cell& cell) {
  Series series = series_for(cell.runtime.empty() ? cell.name : summary::runtime_of(cell));
  series.name = summary::label(cell);
  if (cell.kind == CellKind::native) series.dash = "5 3";
  return series;
}

text::Markup bars(const summary::Group& group, const std::string& metric, const Caption& caption) {
  const std::vector<const Cell*> cells = ranked(group, metric);
  if (cells.size() < 2 || cells.size() > 60) return {};
  const Axis axis = axis_for(cells, metric);
  const double bottom = kTop + kRow * static_cast<double>(cells.size());
  Plot plot(kWidth, bottom + 22);
  plot.x_axis(axis, kTop, bottom, [&](double value) { return metrics::show_tick(metric, value); }, "");
  Table numbers(metrics::meaning(metric).label, {"runtime", "median", "from", "to"});
  const double best = estimate(*cells.front(), metric);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Cell& cell = *cells[i];
    draw_row(plot, cell, metric, axis, kTop + kRow * (static_cast<double>(i) + 0.5), best);
    const Interval& interval = cell.metrics.at(metric);
    numbers.row({words(summary::label(cell)), number(metrics::show(metric, interval.estimate)),
                 number(metrics::show(metric, interval.low)), number(metrics::show(metric, interval.high))});
  }
  return figure_of({caption.id, caption.title, caption.description + (axis.is_log() ? " Log scale." : "")}, plot, numbers);
}

}  // namespace unblock::reports::html
