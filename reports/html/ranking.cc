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
#include "reports/metrics/headline.h"
#include "reports/metrics/metrics.h"
#include "reports/summary/standing.h"
#include "reports/summary/verdicts.h"

namespace unblock::reports::html {
namespace {

using summary::Group;

/// `bar` is the width of its bar in pixels. Columns stand in the order of the table of metrics, after what is ranked by.
struct Column {
  std::string metric;
  double bar = 0;
};

constexpr std::size_t kColumnsWithOthers = 5, kMostColumns = 30, kColumnsOfATable = 8;
constexpr double kWide = 72, kNarrow = 44;  ///< of bars; a narrow one has no room for an interval

/// In pixels, roughly: what a window of 1280 has for a table, and what a column takes beside its bar.
constexpr double kPage = 1030, kName = 150, kFigure = 78, kInWords = 120;

struct Columns {
  std::vector<Column> main;
  std::vector<std::string> more;
  double room = 0;  ///< what is left of the page's width

  bool take(const Column& column) {
    const double width = kFigure + (column.bar > 0 ? column.bar + 6 : 0);
    if (width > room) return false;
    room -= width;
    main.push_back(column);
    return true;
  }
};

/// Where a metric stands in the table of metrics; behind all of them what is not there.
std::size_t place_of(const std::string& name) {
  std::size_t place = 0;
  for (const metrics::Metric& metric : metrics::table()) {
    if (metric.name == name) break;
    ++place;
  }
  return place;
}

/// Memory is per task where the workload has tasks, else the whole process's. A percentile that no cell's sample carries is
/// left out.
std::set<std::string> present_in(const Group& group) {
  std::set<std::string> present;
  for (const Cell* cell : group.cells) {
    for (const auto& [name, interval] : cell->metrics) {
      if (metrics::carried(*cell, name)) present.insert(name);
    }
  }
  if (present.contains("bytes_per_task")) present.erase("rss_peak_bytes");
  return present;
}

double bar_width(const metrics::Metric& metric) {
  return metric.name == "cpu_ns_per_op" || metric.name == "bytes_per_task" ? kNarrow : 0;
}

/// As many as the page is wide: first what the terminal shows too, then what only the page has. The rest is folded away. Of a group that
/// is not drawn in full only what is ranked by has a bar.
Columns columns_of(const Group& group, bool in_full, double room) {
  std::set<std::string> present = present_in(group);
  Columns columns;
  columns.room = room;
  const auto take = [&](const std::string& name, double bar) {
    if (present.contains(name) && columns.take({name, bar})) present.erase(name);
  };
  if (!group.metric.empty()) take(group.metric, kWide);
  take(metrics::kTime, group.metric.empty() ? kWide : 0);
  const auto fixed = static_cast<std::ptrdiff_t>(columns.main.size());
  for (const metrics::Place place : {metrics::Place::terminal, metrics::Place::page}) {
    for (const metrics::Metric& metric : metrics::table()) {
      if (metric.place == place) take(std::string(metric.name), in_full ? bar_width(metric) : 0);
    }
  }
  std::stable_sort(columns.main.begin() + fixed, columns.main.end(),
                   [](const Column& a, const Column& b) { return place_of(a.metric) < place_of(b.metric); });
  for (const metrics::Metric& metric : metrics::table()) {
    if (present.erase(std::string(metric.name)) > 0 && metric.place != metrics::Place::nowhere) columns.more.emplace_back(metric.name);
  }
  for (const std::string& name : present) {  // another program's counters
    if (columns.main.size() < kColumnsWithOthers && columns.take({name})) continue;
    if (columns.more.size() < kMostColumns) columns.more.push_back(name);
  }
  return columns;
}

/// The axis of a column's bars: from zero, or where the largest dwarfs the rest, a log scale that begins below the smallest.
struct Scale {
  double low = 0;  ///< of a log scale; 0: the axis begins at zero
  double high = 0;

  bool is_log() const { return low > 0; }
  /// 0 to 1.
  double at(double value) const { return is_log() ? std::log(std::max(value, low) / low) / std::log(high / low) : value / high; }
};

Scale scale_of(const Group& group, const std::string& metric) {
  constexpr double kDwarfed = 30;  // of 100 pixels the others would have three
  Scale scale;
  double least = INFINITY, most = 0;
  for (const Cell* cell : group.cells) {
    const auto found = cell->metrics.find(metric);
    if (!has_result(*cell) || found == cell->metrics.end()) continue;
    scale.high = std::max(scale.high, found->second.high);
    least = std::min(least, found->second.estimate);
    most = std::max(most, found->second.estimate);
  }
  if (least > 0 && most > kDwarfed * least) scale.low = least * 0.7;
  return scale;
}

text::Markup bar_of(const Cell& cell, const Interval& interval, const Scale& scale, double width) {
  text::Markup out;
  const Series series = series_of(cell);
  const auto at = [&](double value) { return std::round(scale.at(value) * width); };
  out.open("svg", {{"width", text::coordinate(width)}, {"height", "9"}});
  out.empty("rect", {{"width", text::coordinate(std::max(1.0, at(interval.estimate)))}, {"height", "9"}, {"fill", series.color}, {series.dash.empty() ? std::string_view{} : "fill-opacity", "0.55"}});
  const double low = at(interval.low), high = at(interval.high);
  if (high - low >= 3 && width >= kWide) {
    out.empty("path", {{"d", fmt::format("M{:.0f} 1v7m0-3h{:.0f}m0-3v7", low, high - low)}, {"fill", "none"}, {"stroke", "currentColor"}});
  }
  return out.close("svg");
}

Field metric_field(const Cell& cell, const Column& column, const Scale& scale) {
  const auto found = cell.metrics.find(column.metric);
  if (found == cell.metrics.end()) return missing();
  const double sample = metrics::sample_of(cell, column.metric);
  if (!metrics::carried(cell, column.metric)) return missing(fmt::format("{} values are too few for this percentile", text::count(sample)));
  const Interval& interval = found->second;
  Field field = number(metrics::show(column.metric, interval.estimate));
  if (column.bar > 0 && scale.high > 0 && interval.estimate >= 0) field.content.text(" ").add(bar_of(cell, interval, scale, column.bar));
  return field;
}

/// "1", "2 tied"; what is not ranked has none.
Field rank_field(const summary::Standing& standing) {
  if (standing.rank == 0) return missing("not ranked: none of its rounds counts");
  return number(fmt::format("{}{}", standing.rank, standing.tied ? " tied" : ""));
}

Field ratio_field(const summary::Standing& standing, const summary::Standings& order) {
  if (standing.cell == order.reference) return number("×1");
  if (!(standing.ratio.estimate > 0)) return missing();
  return number(summary::ratio_text(standing.ratio));
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
  field.content.text(": " + why_not(cell));
  field.span = columns;
  return field;
}

/// Why to doubt a cell. What all cells of the run have is said once, in the overview; a sentence that stood above is not repeated.
Field remark(const Cell& cell, const std::set<std::string>& everywhere, std::set<std::string>& said) {
  Field field;
  for (const Verdict& verdict : cell.verdicts) {
    if (everywhere.count(verdict.id) > 0) continue;
    const bool is_new = said.insert(verdict.text).second;
    field.content.element("strong", {{"class", "doubt-text"}, text::optional_attribute("title", is_new ? verdict.text : "")}, verdict.id).text(" ");
  }
  return field;
}

bool any_remark(const Group& group, const std::set<std::string>& everywhere) {
  return std::any_of(group.cells.begin(), group.cells.end(), [&](const Cell* cell) {
    return has_result(*cell) && std::any_of(cell->verdicts.begin(), cell->verdicts.end(), [&](const Verdict& one) { return everywhere.count(one.id) == 0; });
  });
}

bool has_rounds(const Group& group) {
  return std::any_of(group.cells.begin(), group.cells.end(), [](const Cell* cell) { return has_result(*cell) && cell->rounds.size() > 1; });
}

/// With what the program said of it (SetLabel): two rows may differ in nothing else.
Field name_field(const Cell& cell) {
  const auto label = cell.configuration.find("label");
  Field field = words(label == cell.configuration.end() ? summary::label(cell) : fmt::format("{} ({})", summary::label(cell), label->second));
  if (cell.kind == CellKind::guest) field.group = "other languages";
  if (cell.kind == CellKind::native) field.group = "hand-written";
  return field;
}

text::Markup metrics_table(const Group& group, const std::vector<std::string>& metrics) {
  std::vector<std::string> heads = {"runtime"};
  for (const std::string& name : metrics) heads.push_back(metrics::meaning(name).label);
  Table table("More metrics", heads);
  for (const Cell* cell : group.cells) {
    if (!has_result(*cell)) continue;
    std::vector<Field> fields = {words(summary::label(*cell))};
    for (const std::string& name : metrics) fields.push_back(metric_field(*cell, {name}, {}));
    table.row(fields);
  }
  return table.markup();
}

/// What the main table has no room for.
text::Markup more_table(const Group& group, const std::vector<std::string>& metrics) {
  text::Markup out;
  if (metrics.empty()) return out;
  out.open("details", {{"class", "more"}}).element("summary", "More metrics");
  for (std::size_t first = 0; first < metrics.size(); first += kColumnsOfATable) {
    const std::size_t last = std::min(first + kColumnsOfATable, metrics.size());
    out.add(metrics_table(group, {metrics.begin() + static_cast<std::ptrdiff_t>(first), metrics.begin() + static_cast<std::ptrdiff_t>(last)}));
  }
  return out.close("details").line();
}

}  // namespace

text::Markup ranking(const Group& group, const std::set<std::string>& everywhere, const std::string& id, bool in_full) {
  const bool doubts = any_remark(group, everywhere), several_rounds = has_rounds(group), ranked = !group.metric.empty();
  const summary::Standings order = summary::standings(group);
  const double beside = (ranked ? kInWords : 0) + (order.judged ? kFigure : 0) + (doubts ? kInWords : 0) + (several_rounds ? kInWords : 0);
  const Columns columns = columns_of(group, in_full, kPage - kName - beside);
  const double range = range_of_rounds(group);
  std::vector<std::string> heads = {ranked ? "runtime" : "benchmark"};
  std::vector<Scale> scales;
  for (const Column& column : columns.main) {
    const bool ranks = ranked && column.metric == group.metric;
    if (ranks && order.judged) heads.emplace_back("rank");
    scales.push_back(column.bar > 0 ? scale_of(group, column.metric) : Scale());
    heads.push_back(metrics::meaning(column.metric).label + (scales.back().is_log() ? ", log scale" : ""));
    if (ranks) heads.emplace_back(order.reference == nullptr ? "ratio" : "against " + summary::label(*order.reference));
  }
  if (several_rounds) heads.push_back(fmt::format("rounds, ±{:.0f} %", range));
  if (doubts) heads.emplace_back("doubts");
  const std::string title = group.title.empty() ? group.workload : group.title;
  const std::string metric = ranked ? metrics::meaning(group.metric).label : "";
  Table table(!ranked        ? title + ", in the order of the file"
              : order.judged ? fmt::format("{}, ranked by {}", title, metric)
                             : fmt::format("{}, sorted by {}; one round each cannot rank them", title, metric),
              heads);
  table.set_id(id);
  std::set<std::string> said;
  for (const summary::Standing& standing : order.cells) {
    const Cell& cell = *standing.cell;
    std::vector<Field> fields = {name_field(cell)};
    const bool shown = has_result(cell);
    if (!shown) fields.push_back(reason(cell, heads.size() - 1));
    for (std::size_t i = 0; shown && i < columns.main.size(); ++i) {
      const bool ranks = ranked && columns.main[i].metric == group.metric;
      if (ranks && order.judged) fields.push_back(rank_field(standing));
      fields.push_back(metric_field(cell, columns.main[i], scales[i]));
      if (ranks) fields.push_back(ratio_field(standing, order));
    }
    if (shown && several_rounds) fields.push_back(rounds_field(cell, range));
    if (shown && doubts) fields.push_back(remark(cell, everywhere, said));
    table.row(fields);
  }
  return table.markup().add(more_table(group, columns.more));
}

}  // namespace unblock::reports::html
