// A workload: what it shows, what came out in one sentence, then its groups. The groups that tell most are drawn in full,
// the others are tables.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "reports/html/charts.h"
#include "reports/html/markdown.h"
#include "reports/html/ranking.h"
#include "reports/html/sections.h"
#include "reports/metrics/metrics.h"
#include "reports/summary/sentences.h"
#include "reports/summary/verdicts.h"

namespace unblock::reports::html {
namespace {

using summary::Group;
using summary::Workload;

/// The verdicts of the run that no group repeats, and the names that this run has on the page.
struct Place {
  std::string prefix;
  std::set<std::string> everywhere;
};

text::Markup charts_of(const Group& group, const std::string& id, const std::string& table_id) {
  text::Markup out;
  text::Markup drawn;
  const std::string prefix = id + "-";
  drawn.add(timeline(group, prefix)).add(percentiles(group, prefix, table_id)).add(histograms(group, prefix, table_id));
  drawn.add(rounds(group, prefix, table_id));
  if (drawn.is_empty()) return out;
  return out.open("div", {{"class", "charts"}}).line().add(drawn).close("div").line();
}

const Cell* shared_of(const Group& group, const Cell& native) {
  for (const Cell* cell : group.cells) {
    if (cell->kind == CellKind::shared && cell->runtime == summary::runtime_of(native) && has_result(*cell)) return cell;
  }
  return nullptr;
}

/// The shared coroutine cells against the hand-written ones of the same libraries.
text::Markup native_note(const Group& group) {
  std::string prices;
  for (const Cell* native : group.cells) {
    if (native->kind != CellKind::native || !has_result(*native)) continue;
    const Cell* shared = shared_of(group, *native);
    if (shared == nullptr) continue;
    const char* metric = has_metric(*native, "cpu_ns_per_op") ? "cpu_ns_per_op" : metrics::kTime;
    const double before = estimate(*native, metric), now = estimate(*shared, metric);
    if (before <= 0 || now <= 0) continue;
    prices += fmt::format("{}{} {:+.1f} % {}", prices.empty() ? "" : ", ", shared->runtime, 100 * (now / before - 1),
                          metric == std::string(metrics::kTime) ? "time" : "CPU");
  }
  text::Markup out;
  if (prices.empty()) return out;
  return out.element("p", {{"class", "note"}}, "Price of the shared code, against cells written by hand for the same library: " + prices + ".").line();
}

text::Markup group_body(const Group& group, bool in_full, const Place& place, const std::string& id) {
  text::Markup out;
  const std::string said = summary::sentence(group), table_id = id + "-table";
  if (!said.empty()) out.element("p", {{"class", "said"}}, said).line();
  out.add(ranking(group, place.everywhere, table_id, in_full)).add(native_note(group));
  return in_full ? out.add(charts_of(group, id, table_id)) : out;
}

text::Markup group_section(const Group& group, bool in_full, const Place& place) {
  text::Markup out;
  const std::string id = place.prefix + group.id;
  const std::string title = group.title.empty() ? "Results" : group.title;
  if (in_full) {
    out.open("section", {{"id", id}, {"class", "group"}}).element("h3", title).line();
    return out.add(group_body(group, true, place, id)).close("section").line();
  }
  out.open("details", {{"id", id}, {"class", "group"}}).open("summary").element("h3", title).close("summary");
  return out.add(group_body(group, false, place, id)).close("details").line();
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

text::Markup workload_section(const Workload& workload, const Place& place, std::vector<const Chapter*>& chapters) {
  text::Markup out;
  const std::string id = place.prefix + workload.id;
  out.open("section", {{"id", id}, {"class", "workload"}, {"aria-labelledby", id + "-h"}});
  out.element("h2", {{"id", id + "-h"}}, workload.name).line().add(idea_of(workload, chapters));
  const std::vector<const Group*> full = workload.main_groups();
  const auto is_full = [&](const Group& group) { return std::find(full.begin(), full.end(), &group) != full.end(); };
  for (const Group* group : full) out.add(group_section(*group, true, place));
  text::Markup sweep;
  for (const char* metric : {metrics::kTime, "bytes_per_task", "rss_peak_bytes"}) {
    if (std::string(metric) == "rss_peak_bytes" && sweep.str().find("scaling-bytes-per-task") != std::string::npos) continue;
    sweep.add(scaling(workload, metric, id + "-"));
  }
  if (!sweep.is_empty()) out.open("div", {{"class", "charts"}}).add(sweep).close("div").line();
  for (const Group& group : workload.groups) {
    if (!is_full(group)) out.add(group_section(group, false, place));
  }
  return out.close("section").line();
}

}  // namespace

text::Markup workload_sections(const Shown& shown, std::vector<Entry>& contents, std::vector<const Chapter*>& chapters) {
  text::Markup out;
  const Place place{shown.prefix, summary::everywhere(*shown.run)};
  for (const Workload& workload : summary::workloads(*shown.run)) {
    contents.push_back({shown.prefix + workload.id, workload.name, 2});
    out.add(workload_section(workload, place, chapters));
  }
  return out;
}

void want(std::vector<const Chapter*>& chapters, const Chapter* chapter) {
  if (chapter != nullptr && std::find(chapters.begin(), chapters.end(), chapter) == chapters.end()) chapters.push_back(chapter);
}

}  // namespace unblock::reports::html
