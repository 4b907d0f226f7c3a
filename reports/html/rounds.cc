// One strip per cell: each round's distance from the cell's median. Drift is a slope, an outlier a dot far from the line,
// a voided round a hollow dot. Where a cell has very many rounds, the strip shows their range over time.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/html/charts.h"
#include "reports/html/figure.h"
#include "reports/text/clean.h"
#include "reports/text/quantity.h"
#include "statistics/median.h"

namespace unblock::reports::html {
namespace {

constexpr double kLeft = 124, kRight = 490, kRow = 36, kTop = 8;
constexpr std::size_t kManyRounds = 300;
constexpr std::size_t kFewRounds = 12, kTooFewRounds = 4;
constexpr double kMostPercent = 50;

struct Strip {
  const Cell* cell;
  double median = 0;
  double spread = 0;  ///< largest distance from the median, in percent
};

double percent_of(const Round& round, const Strip& strip) { return 100 * (round.real_time_ns / strip.median - 1); }

Strip strip_of(const Cell& cell) {
  std::vector<double> times;
  for (const Round& round : cell.rounds) {
    if (!round.voided) times.push_back(round.real_time_ns);
  }
  Strip strip{&cell};
  if (times.size() < 2) return strip;
  strip.median = statistics::median_interval(times).estimate;
  if (!(strip.median > 0)) return strip;
  for (const Round& round : cell.rounds) strip.spread = std::max(strip.spread, std::abs(percent_of(round, strip)));
  return strip;
}

bool by_time(const std::vector<Strip>& strips) {
  return std::any_of(strips.begin(), strips.end(), [](const Strip& strip) { return strip.cell->rounds.back().started_s > 0; });
}

Axis time_axis(const std::vector<Strip>& strips) {
  double last = 0;
  const bool seconds = by_time(strips);
  for (const Strip& strip : strips) {
    const Round& round = strip.cell->rounds.back();
    last = std::max(last, seconds ? round.started_s : static_cast<double>(round.index));
  }
  return Axis(Axis::Scale::linear, 0, last > 0 ? last : 1, kLeft + 6, kRight - 6);
}

/// Lowest and highest of each pixel column, as one area.
void draw_range(Plot& plot, const std::vector<Point>& points, const Series& series) {
  std::vector<Point> upper, lower;
  for (const auto& [x, y] : points) {
    const double column = std::floor(x);
    if (upper.empty() || upper.back().first != column) {
      upper.emplace_back(column, y);
      lower.emplace_back(column, y);
    }
    upper.back().second = std::min(upper.back().second, y);
    lower.back().second = std::max(lower.back().second, y + 1);
  }
  upper.insert(upper.end(), lower.rbegin(), lower.rend());
  plot.area(upper, series);
}

void draw_strip(Plot& plot, const Strip& strip, const Axis& time, bool seconds, double range, double middle) {
  const Series series = series_of(*strip.cell);
  const Axis level(Axis::Scale::linear, -range, range, middle + kRow / 2 - 5, middle - kRow / 2 + 5);
  plot.begin_series(series.name);
  plot.label(0, middle + 4, text::shortened(series.name, 20));
  plot.rule(kLeft, middle, kRight, middle);
  std::vector<Point> points;
  for (const Round& round : strip.cell->rounds) {
    const Point point(time.at(seconds ? round.started_s : round.index), level.at(percent_of(round, strip)));
    if (round.voided) plot.dot(point.first, point.second, series, "voided: the machine changed its state around this round", true);
    else points.push_back(point);
  }
  if (points.size() > kManyRounds) draw_range(plot, points, series);
  else plot.dots(points, series);
  plot.faint_label(kRight + 8, middle + 4, fmt::format("±{:.1f} %", strip.spread));
  plot.end_series();
}

std::vector<Strip> strips_of(const summary::Group& group) {
  std::vector<Strip> strips;
  for (const Cell* cell : group.cells) {
    if (!has_result(*cell)) continue;
    const Strip strip = strip_of(*cell);
    if (strip.median > 0) strips.push_back(strip);
  }
  return strips;
}

double range_of(const std::vector<Strip>& strips) {
  double range = 1;
  for (const Strip& strip : strips) range = std::max(range, std::min(strip.spread, kMostPercent));
  return range;
}

}  // namespace

double range_of_rounds(const summary::Group& group) { return range_of(strips_of(group)); }

text::Markup round_strip(const Cell& cell, double range) {
  constexpr double kWidth = 5, kHeight = 16;
  const Strip strip = strip_of(cell);
  text::Markup out;
  if (strip.median <= 0 || cell.rounds.size() > kFewRounds || cell.rounds.size() < kTooFewRounds) return out;  // the interval says as much
  std::string counted, voided;
  for (std::size_t i = 0; i < cell.rounds.size(); ++i) {
    const double level = std::clamp(percent_of(cell.rounds[i], strip) / range, -1.0, 1.0);
    (cell.rounds[i].voided ? voided : counted) +=
        fmt::format("M{:.0f} {:.0f}h3", 1 + kWidth * static_cast<double>(i), kHeight / 2 - level * (kHeight / 2 - 2));
  }
  const Series series = series_of(cell);
  out.open("svg", {{"width", text::coordinate(kWidth * static_cast<double>(cell.rounds.size()) + 1)}, {"height", text::coordinate(kHeight)}});
  out.empty("path", {{"d", counted}, {"stroke", series.color}, {"stroke-width", "3"}});
  if (!voided.empty()) out.empty("path", {{"d", voided}, {"stroke", kFaint}});
  return out.close("svg");
}

text::Markup rounds(const summary::Group& group, const std::string& prefix, const std::string& table_id) {
  const std::vector<Strip> strips = strips_of(group);
  const bool few = std::all_of(strips.begin(), strips.end(), [](const Strip& strip) { return strip.cell->rounds.size() <= kFewRounds; });
  if (few || strips.size() > 40) return {};  // the table has room for few
  const bool seconds = by_time(strips);
  const Axis time = time_axis(strips);
  const double range = range_of(strips);
  const double bottom = kTop + kRow * static_cast<double>(strips.size());
  Plot plot(560, bottom + 38);
  plot.x_axis(time, kTop, bottom, [](double value) { return text::tick(value, text::Unit::plain); }, seconds ? "seconds since the run began" : "round");
  for (std::size_t i = 0; i < strips.size(); ++i) {
    draw_strip(plot, strips[i], time, seconds, range, kTop + kRow * (static_cast<double>(i) + 0.5));
  }
  return figure_beside({prefix + "rounds", "Rounds over time",
                        fmt::format("Each round's distance from its median, all strips to ±{:.0f} %. A slope is drift; hollow dots are voided rounds.", range)},
                       plot, table_id);
}

}  // namespace unblock::reports::html
