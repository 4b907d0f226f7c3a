// The table of a group is its ranking: the figures that matter most carry their bar beside them, so that one picture shows
// time, CPU and memory at once and sorts by any of them.
#include "reports/html/ranking.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "reports/html/charts.h"
#include "reports/html/palette.h"
#include "reports/html/table.h"
#include "reports/summary/metric.h"
#include "reports/summary/verdicts.h"

namespace unblock::reports::html {
namespace {

using summary::Group;

/// In this order, where at least one cell has them; `bar` is the width of its bar in pixels. Memory is per task where the
/// workload has tasks, else the whole process's.
struct Column {
  std::string metric;
  double bar = 0;
};

constexpr const char* kLatencies[] = {"latency_p50_ns", "latency_p99_ns", "latency_p999_ns"};
/// What another column says already, in other words, and what serves the verdicts; CSV and JSON have them all.
constexpr const char* kRedundant[] = {"ops_per_second", "latency_n", "cpu_share", "bytes_per_task_r2", "cpu_user_ns_per_op",
                                      "cpu_system_ns_per_op", "involuntary_switches_per_op", "target_busy"};
constexpr std::size_t kMostColumns = 30;
constexpr double kWide = 100, kNarrow = 60;  ///< of bars; a narrow one has no room for an interval

struct Columns {
  std::vector<Column> main;
  std::vector<std::string> more;
};

Columns columns_of(const Group& group) {
  std::set<std::string> present;
  for (const Cell* cell : group.cells) {
    for (const auto& [name, interval] : cell->metrics) present.insert(name);
  }
  Columns columns;
  const auto take = [&](const std::string& name, double bar = 0) {
    const bool there = present.erase(name) > 0;
    if (there) columns.main.push_back({name, bar});
    return there;
  };
  take(summary::kTime, kWide);
  take("overlap_factor");
  take("cpu_ns_per_op", kNarrow);
  if (!take("bytes_per_task", kNarrow)) take("rss_peak_bytes", kNarrow);
  for (const char* name : kLatencies) take(name);
  take("syscalls_per_op");
  for (const char* name : kRedundant) present.erase(name);
  for (const std::string& name : present) {
    if (columns.main.size() < 5) columns.main.push_back({name});
    else if (columns.more.size() < kMostColumns) columns.more.push_back(name);
  }
  return columns;
}

/// The end of a column's axis; all bars begin at zero.
double largest(const Group& group, const std::string& metric) {
  double most = 0;
  for (const Cell* cell : group.cells) {
    const auto found = cell->metrics.find(metric);
    if (summary::has_result(*cell) && found != cell->metrics.end()) most = std::max(most, found->second.high);
  }
  return most;
}

text::Markup bar_of(const Cell& cell, const Interval& interval, double full, double width) {
  text::Markup out;
  const Series series = series_of(cell);
  const auto at = [&](double value) { return std::round(value / full * width); };
  out.open("svg", {{"width", text::coordinate(width)}, {"height", "9"}});
  out.empty("rect", {{"width", text::coordinate(std::max(1.0, at(interval.estimate)))}, {"height", "9"}, {"fill", series.color},
                     {series.dash.empty() ? std::string_view{} : "fill-opacity", "0.55"}});
  const double low = at(interval.low), high = at(interval.high);
  if (high - low >= 3 && width >= kWide) {
    out.empty("path", {{"d", fmt::format("M{:.0f} 1v7m0-3h{:.0f}m0-3v7", low, high - low)}, {"fill", "none"}, {"stroke", "currentColor"}});
  }
  return out.close("svg");
}

Field metric_field(const Cell& cell, const Column& column, double full) {
  const auto found = cell.metrics.find(column.metric);
  if (found == cell.metrics.end()) return missing();
  const Interval& interval = found->second;
  Field field = number(summary::show(column.metric, interval.estimate));
  if (column.bar > 0 && full > 0 && interval.estimate >= 0) field.content.text(" ").add(bar_of(cell, interval, full, column.bar));
  return field;
}

Field time_ratio(const Cell& cell, double best) {
  if (best <= 0) return missing();
  return number("×" + text::factor(summary::estimate(cell, summary::kTime) / best));
}

/// The ends of the time's interval, in percent of the median.
Field interval_field(const Cell& cell) {
  const Interval& time = cell.metrics.at(summary::kTime);
  if (time.low == time.high || time.estimate <= 0) return missing("one round has no interval");
  const auto percent = [&](double value) { return 100 * (value / time.estimate - 1); };
  return number(fmt::format("{:+.1f} {:+.1f} %", percent(time.low), percent(time.high)));
}

Field rounds_field(const Cell& cell, double range) {
  const auto voided = std::count_if(cell.rounds.begin(), cell.rounds.end(), [](const Round& round) { return round.voided; });
  const std::string all = std::to_string(cell.rounds.size());
  Field field = number(voided == 0 ? all : fmt::format("{} of {}", std::ssize(cell.rounds) - voided, all));
  const text::Markup strip = round_strip(cell, range);
  if (!strip.is_empty()) field.content.text(" ").add(strip);
  return field;
}

/// Why a cell has no result; it takes the place of all its numbers.
Field reason(const Cell& cell, std::size_t columns) {
  Field field;
  const bool failed = cell.status != CellStatus::not_applicable;
  field.content.element("strong", {{"class", failed ? "bad-text" : "na-text"}}, failed ? "no result" : "n/a");
  field.content.text(": " + summary::why_not(cell));
  field.span = columns;
  return field;
}

/// Why to doubt a cell. What all cells of the run have is said once, in the overview.
Field remark(const Cell& cell, const std::set<std::string>& everywhere) {
  Field field;
  for (const Verdict& verdict : cell.verdicts) {
    if (everywhere.count(verdict.id) > 0) continue;
    field.content.element("strong", {{"class", "doubt-text"}, {"title", verdict.text}}, verdict.id).text(" ");
  }
  return field;
}

bool any_remark(const Group& group, const std::set<std::string>& everywhere) {
  return std::any_of(group.cells.begin(), group.cells.end(),
                     [&](const Cell* cell) { return summary::has_result(*cell) && !remark(*cell, everywhere).content.is_empty(); });
}

bool has_intervals(const Group& group) {
  return std::any_of(group.cells.begin(), group.cells.end(), [](const Cell* cell) {
    return summary::has_result(*cell) && cell->metrics.at(summary::kTime).low < cell->metrics.at(summary::kTime).high;
  });
}

/// What the main table has no room for.
text::Markup more_table(const Group& group, const std::vector<std::string>& metrics) {
  text::Markup out;
  if (metrics.empty()) return out;
  std::vector<std::string> heads = {"runtime"};
  for (const std::string& name : metrics) heads.push_back(summary::metric(name).label);
  Table table("More metrics", heads);
  for (const Cell* cell : group.cells) {
    if (!summary::has_result(*cell)) continue;
    std::vector<Field> fields = {words(summary::label(*cell))};
    for (const std::string& name : metrics) fields.push_back(metric_field(*cell, {name}, 0));
    table.row(fields);
  }
  out.open("details", {{"class", "more"}}).element("summary", "More metrics").add(table.markup()).close("details").line();
  return out;
}

}  // namespace

text::Markup ranking(const Group& group, const std::set<std::string>& everywhere, const std::string& id) {
  const Columns columns = columns_of(group);
  const bool doubts = any_remark(group, everywhere), intervals = has_intervals(group);
  const double range = range_of_rounds(group);
  std::vector<std::string> heads = {"runtime"};
  if (doubts) heads.emplace_back("doubts");
  std::vector<double> full;
  for (const Column& column : columns.main) {
    heads.push_back(summary::metric(column.metric).label);
    full.push_back(column.bar > 0 ? largest(group, column.metric) : 0);
    if (column.metric == summary::kTime) heads.emplace_back("against fastest");
  }
  if (intervals) heads.insert(heads.end(), {"95 % interval", fmt::format("rounds, ±{:.0f} %", range)});
  Table table(fmt::format("{}: the fastest first; bars start at zero{}", group.title.empty() ? group.workload : group.title,
                          intervals ? ", the line is the 95 % interval" : ""), heads);
  table.set_id(id);
  const double best = group.cells.empty() ? 0 : summary::estimate(*group.cells.front(), summary::kTime);
  for (const Cell* cell : group.cells) {
    std::vector<Field> fields = {words(summary::label(*cell))};
    const bool has_result = summary::has_result(*cell);
    if (!has_result) fields.push_back(reason(*cell, heads.size() - 1));
    else if (doubts) fields.push_back(remark(*cell, everywhere));
    for (std::size_t i = 0; has_result && i < columns.main.size(); ++i) {
      fields.push_back(metric_field(*cell, columns.main[i], full[i]));
      if (columns.main[i].metric == summary::kTime) fields.push_back(time_ratio(*cell, best));
    }
    if (has_result && intervals) fields.insert(fields.end(), {interval_field(*cell), rounds_field(*cell, range)});
    table.row(fields);
  }
  return table.markup().add(more_table(group, columns.more));
}

}  // namespace unblock::reports::html
