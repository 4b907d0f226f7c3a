// A workload: what it shows, what came out in one sentence, then its groups. The groups that tell most are drawn in full,
// the others are tables.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "reports/html/charts.h"
#include "reports/html/markdown.h"
#include "reports/html/palette.h"
#include "reports/html/sections.h"
#include "reports/html/table.h"
#include "reports/summary/metric.h"
#include "reports/summary/sentences.h"

namespace unblock::reports::html {
namespace {

using summary::Group;
using summary::Workload;

/// In this order, where at least one cell has them; then any other metric, by name.
constexpr const char* kFirstColumns[] = {"time_ns_per_op", "cpu_ns_per_op",   "latency_p50_ns",  "latency_p99_ns",
                                         "latency_p999_ns", "syscalls_per_op", "overlap_factor", "bytes_per_task", "rss_peak_bytes"};
constexpr std::size_t kEnoughColumns = 6;
constexpr std::size_t kMostColumns = 30;

struct Columns {
  std::vector<std::string> main, more;
};

Columns columns_of(const Group& group) {
  std::set<std::string> present;
  for (const Cell* cell : group.cells) {
    for (const auto& [name, interval] : cell->metrics) present.insert(name);
  }
  Columns columns;
  for (const char* name : kFirstColumns) {
    if (present.erase(name) > 0) columns.main.emplace_back(name);
  }
  for (const std::string& name : present) {
    if (columns.main.size() < kEnoughColumns) columns.main.push_back(name);
    else if (columns.more.size() < kMostColumns) columns.more.push_back(name);
  }
  return columns;
}

Field name_field(const Cell& cell) {
  Field field;
  const Series series = series_of(cell);
  field.content.open("svg", {{"width", "12"}, {"height", "12"}, {"aria-hidden", "true"}, {"class", "swatch"}});
  field.content.empty("rect", {{"width", "12"}, {"height", "12"}, {"rx", "3"}, {"fill", series.color}, {"class", series.fill_class},
                               {series.dash.empty() ? std::string_view{} : "fill-opacity", "0.55"}});
  field.content.close("svg").text(" ").text(series.name);
  return field;
}

Field time_ratio(const Cell& cell, double best) {
  if (!summary::has_result(cell) || best <= 0) return missing();
  const double ratio = summary::estimate(cell, summary::kTime) / best;
  return number("×" + text::factor(ratio));
}

Field metric_field(const Cell& cell, const std::string& name) {
  const auto found = cell.metrics.find(name);
  if (found == cell.metrics.end() || !summary::has_result(cell)) return missing();
  return number(summary::show(name, found->second.estimate));
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

/// Why to doubt a cell.
Field remark(const Cell& cell) {
  Field field;
  for (const Verdict& verdict : cell.verdicts) {
    field.content.element("strong", {{"class", "doubt-text"}, {"title", verdict.text}}, verdict.id).text(" ");
  }
  return field;
}

bool any_doubt(const Group& group) {
  return std::any_of(group.cells.begin(), group.cells.end(),
                     [](const Cell* cell) { return summary::has_result(*cell) && !cell->verdicts.empty(); });
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
    for (const std::string& name : metrics) fields.push_back(metric_field(*cell, name));
    table.row(fields, summary::label(*cell));
  }
  out.open("details", {{"class", "more"}}).element("summary", "More metrics").add(table.markup()).close("details").line();
  return out;
}

text::Markup cell_table(const Group& group) {
  const auto [metrics, more] = columns_of(group);
  const bool doubts = any_doubt(group);
  std::vector<std::string> heads = {"runtime"};
  for (const std::string& name : metrics) {
    heads.push_back(summary::metric(name).label);
    if (name == summary::kTime) heads.emplace_back("against fastest");
  }
  if (doubts) heads.emplace_back("doubts");
  Table table(group.title.empty() ? group.workload : fmt::format("{}: {}", group.workload, group.title), heads);
  const double best = group.cells.empty() ? 0 : summary::estimate(*group.cells.front(), summary::kTime);
  for (const Cell* cell : group.cells) {
    std::vector<Field> fields = {name_field(*cell)};
    if (!summary::has_result(*cell)) fields.push_back(reason(*cell, heads.size() - 1));
    for (const std::string& name : metrics) {
      if (!summary::has_result(*cell)) break;
      fields.push_back(metric_field(*cell, name));
      if (name == summary::kTime) fields.push_back(time_ratio(*cell, best));
    }
    if (doubts && summary::has_result(*cell)) fields.push_back(remark(*cell));
    table.row(fields, summary::label(*cell));
  }
  return table.markup().add(more_table(group, more));
}

text::Markup charts_of(const Group& group, const std::string& prefix) {
  text::Markup out;
  out.open("div", {{"class", "charts"}}).line();
  out.add(bars(group, summary::kTime, prefix)).add(bars(group, "cpu_ns_per_op", prefix));
  out.add(timeline(group, prefix)).add(percentiles(group, prefix)).add(histograms(group, prefix));
  const bool per_task = std::any_of(group.cells.begin(), group.cells.end(),
                                    [](const Cell* cell) { return summary::has_metric(*cell, "bytes_per_task"); });
  out.add(bars(group, per_task ? "bytes_per_task" : "rss_peak_bytes", prefix));
  out.add(bars(group, "syscalls_per_op", prefix)).add(rounds(group, prefix));
  return out.close("div").line();
}

/// The shared coroutine cell against the hand-written one of the same library.
text::Markup native_note(const Group& group) {
  text::Markup out;
  for (const Cell* native : group.cells) {
    if (native->kind != CellKind::native || !summary::has_result(*native)) continue;
    for (const Cell* shared : group.cells) {
      if (shared->kind != CellKind::shared || shared->runtime != native->runtime || !summary::has_result(*shared)) continue;
      const char* metric = summary::has_metric(*native, "cpu_ns_per_op") ? "cpu_ns_per_op" : summary::kTime;
      const double cost = summary::estimate(*shared, metric) / summary::estimate(*native, metric);
      out.element("p", {{"class", "note"}},
                  fmt::format("Price of the shared code: {} takes {:+.1f} % {} against the cell written by hand for the same library.", shared->runtime,
                              100 * (cost - 1), metric == std::string(summary::kTime) ? "time" : "CPU")).line();
    }
  }
  return out;
}

text::Markup group_section(const Group& group, bool in_full, const std::string& prefix) {
  text::Markup out;
  const std::string id = prefix + group.id;
  const std::string title = group.title.empty() ? "Results" : group.title;
  if (in_full) {
    out.open("section", {{"id", id}, {"class", "group"}}).element("h3", title).line();
    const std::string said = summary::sentence(group);
    if (!said.empty()) out.element("p", {{"class", "said"}}, said).line();
    out.add(cell_table(group)).add(native_note(group)).add(charts_of(group, id + "-"));
    return out.close("section").line();
  }
  out.open("details", {{"id", id}, {"class", "group"}}).open("summary").element("h3", title).close("summary");
  const std::string said = summary::sentence(group);
  if (!said.empty()) out.element("p", {{"class", "said"}}, said).line();
  return out.add(cell_table(group)).add(native_note(group)).close("details").line();
}

text::Markup idea_of(const Workload& workload, std::vector<const Chapter*>& chapters) {
  text::Markup out;
  const Chapter* chapter = chapter_of_workload(workload.name);
  if (chapter == nullptr) return out;
  want(chapters, chapter);
  out.open("div", {{"class", "idea"}}).add(markdown(chapter->idea, 3));
  out.open("p").text("More: ").element("a", {{"href", "#" + chapter->id}}, chapter->title).close("p").close("div").line();
  return out;
}

text::Markup workload_section(const Workload& workload, const Shown& shown, std::vector<const Chapter*>& chapters) {
  text::Markup out;
  const std::string id = shown.prefix + workload.id;
  out.open("section", {{"id", id}, {"class", "workload"}, {"aria-labelledby", id + "-h"}});
  out.element("h2", {{"id", id + "-h"}}, workload.name).line().add(idea_of(workload, chapters));
  const std::vector<const Group*> full = workload.main_groups();
  const auto is_full = [&](const Group& group) { return std::find(full.begin(), full.end(), &group) != full.end(); };
  for (const Group* group : full) out.add(group_section(*group, true, shown.prefix));
  text::Markup sweep;
  for (const char* metric : {summary::kTime, "bytes_per_task", "rss_peak_bytes"}) {
    if (std::string(metric) == "rss_peak_bytes" && sweep.str().find("scaling-bytes-per-task") != std::string::npos) continue;
    sweep.add(scaling(workload, metric, id + "-"));
  }
  if (!sweep.is_empty()) out.open("div", {{"class", "charts"}}).add(sweep).close("div").line();
  for (const Group& group : workload.groups) {
    if (!is_full(group)) out.add(group_section(group, false, shown.prefix));
  }
  return out.close("section").line();
}

}  // namespace

text::Markup workload_sections(const Shown& shown, std::vector<Entry>& contents, std::vector<const Chapter*>& chapters) {
  text::Markup out;
  for (const Workload& workload : summary::workloads(*shown.run)) {
    contents.push_back({shown.prefix + workload.id, workload.name, 2});
    out.add(workload_section(workload, shown, chapters));
  }
  return out;
}

void want(std::vector<const Chapter*>& chapters, const Chapter* chapter) {
  if (chapter != nullptr && std::find(chapters.begin(), chapters.end(), chapter) == chapters.end()) chapters.push_back(chapter);
}

}  // namespace unblock::reports::html
