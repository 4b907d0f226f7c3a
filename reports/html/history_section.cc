// A benchmark over time: one dot a result, the results of a day at one place, and a line where the level changed. Those whose
// level changed most come first.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "reports/compare/phrases.h"
#include "reports/html/charts.h"
#include "reports/html/figure.h"
#include "reports/html/sections.h"
#include "reports/html/table.h"
#include "reports/metrics/metrics.h"
#include "reports/text/names.h"
#include "reports/text/clean.h"
#include "statistics/change_points.h"
#include "statistics/median.h"

namespace unblock::reports::html {
namespace {

constexpr double kLeft = 66, kRight = 540, kTop = 14, kBottom = 180;
constexpr std::size_t kFewestPoints = 3, kMostCharts = 24;
constexpr statistics::ChangePointOptions kRules{0.001, 0.02, 3};

struct Track {
  std::string name;
  std::vector<const HistoryPoint*> points;
  std::vector<double> logs;
  std::vector<statistics::ChangePoint> changes;

  double largest_change() const {
    double most = 0;
    for (const statistics::ChangePoint& change : changes) most = std::max(most, std::abs(change.after - change.before));
    return most;
  }
};

std::vector<Track> tracks_of(const std::vector<HistoryPoint>& history) {
  std::map<std::string, Track> by_name;
  for (const HistoryPoint& point : history) {
    for (const auto& [name, time] : point.times_ns) {
      Track& track = by_name[name];
      track.name = name;
      track.points.push_back(&point);
      track.logs.push_back(std::log(time));
    }
  }
  std::vector<Track> tracks;
  for (auto& [name, track] : by_name) {
    if (track.points.size() < kFewestPoints) continue;
    track.changes = statistics::change_points(track.logs, kRules);
    tracks.push_back(std::move(track));
  }
  std::stable_sort(tracks.begin(), tracks.end(), [](const Track& a, const Track& b) { return a.largest_change() > b.largest_change(); });
  return tracks;
}

std::string day_of(const HistoryPoint& point) { return point.date.substr(0, 10); }

/// The place of each day: days without a result take none.
std::map<std::string, double> days_of(const Track& track) {
  std::map<std::string, double> days;
  for (const HistoryPoint* point : track.points) days.emplace(day_of(*point), 0);
  double place = 0;
  for (auto& [day, at] : days) at = ++place;
  return days;
}

/// Some of the days by name, as far as there is room.
void name_days(Plot& plot, const std::map<std::string, double>& days, const Axis& x) {
  const std::size_t step = 1 + days.size() / 5;
  std::size_t i = 0;
  for (const auto& [day, at] : days) {
    if (i++ % step == 0) plot.faint_label(x.at(at), kBottom + 16, day, Anchor::middle);
  }
}

Plot plot_of(const Track& track) {
  const std::map<std::string, double> days = days_of(track);
  const auto [low, high] = std::minmax_element(track.logs.begin(), track.logs.end());
  const Axis x(Axis::Scale::linear, 0.5, static_cast<double>(days.size()) + 0.5, kLeft, kRight);
  const Axis y(Axis::Scale::log, std::exp(*low) * 0.95, std::exp(*high) * 1.05, kBottom, kTop);
  Plot plot(640, kBottom + 26);
  plot.y_axis(y, kLeft, kRight, [](double value) { return metrics::show_tick(kRealTime, value); }, "time");
  name_days(plot, days, x);
  const Series series{"result", "#0072b2"};
  std::map<std::string, std::vector<double>> by_day;
  for (std::size_t i = 0; i < track.points.size(); ++i) {
    const HistoryPoint& point = *track.points[i];
    const double value = std::exp(track.logs[i]);
    by_day[day_of(point)].push_back(value);
    plot.dot(x.at(days.at(day_of(point))), y.at(value), series, fmt::format("{} {}: {}", point.date, point.commit.substr(0, 12), metrics::show(kRealTime, value)));
  }
  std::vector<Point> line;
  for (const auto& [day, values] : by_day) line.emplace_back(x.at(days.at(day)), y.at(statistics::median(values)));
  plot.line(line, series);
  for (const statistics::ChangePoint& change : track.changes) {
    const double at = x.at(days.at(day_of(*track.points[change.index])) - 0.5);
    plot.rule(at, kTop, at, kBottom, "4 2");
    plot.label(at + 4, kTop + 10, compare::change_text(change.after - change.before));
  }
  return plot;
}

Table numbers_of(const Track& track) {
  Table table(track.name, {"date", "commit", "time", "level"});
  for (std::size_t i = 0; i < track.points.size(); ++i) {
    const auto change = std::find_if(track.changes.begin(), track.changes.end(), [&](const auto& one) { return one.index == i; });
    table.row({words(track.points[i]->date), words(track.points[i]->commit.substr(0, 12)), number(metrics::show(kRealTime, std::exp(track.logs[i]))),
               change == track.changes.end() ? words("") : words("changed by " + compare::change_text(change->after - change->before))});
  }
  return table;
}

}  // namespace

text::Markup history_section(const std::vector<HistoryPoint>& history) {
  std::vector<HistoryPoint> ordered = history;
  std::stable_sort(ordered.begin(), ordered.end(), [](const HistoryPoint& a, const HistoryPoint& b) { return a.date < b.date; });
  const std::vector<Track> tracks = tracks_of(ordered);
  text::Markup out;
  if (history.empty()) return out;
  out.open("section", {{"id", "history"}, {"aria-labelledby", "history-h"}}).element("h2", {{"id", "history-h"}}, "History").line();
  const auto changed = std::count_if(tracks.begin(), tracks.end(), [](const Track& track) { return !track.changes.empty(); });
  out.element("p", {{"class", "said"}}, fmt::format("{} from {} to {}: the level of {} changed. Fewer than {} results show nothing.", text::plural(ordered.size(), "result"), day_of(ordered.front()), day_of(ordered.back()), text::plural(static_cast<std::size_t>(changed), "benchmark"), kFewestPoints));
  text::Names ids;
  out.open("div", {{"class", "charts"}}).line();
  for (std::size_t i = 0; i < tracks.size() && i < kMostCharts; ++i) {
    const Table numbers = numbers_of(tracks[i]);
    out.add(figure_of({ids.unique("history-" + text::slug(tracks[i].name)), tracks[i].name, "One dot a result, by day, on a log scale; a dashed line is where the level changed."},
                      plot_of(tracks[i]), numbers));
  }
  out.close("div").line();
  if (tracks.size() > kMostCharts) out.element("p", {{"class", "note"}}, fmt::format("{} more changed less.", tracks.size() - kMostCharts));
  return out.close("section").line();
}

}  // namespace unblock::reports::html
