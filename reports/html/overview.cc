// The first screen: the verdicts, the waits as a picture, what the linter found; then one sentence per workload, every runtime against
// every workload, and what to doubt.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "reports/compare/phrases.h"
#include "reports/compare/stored.h"
#include "reports/html/charts.h"
#include "reports/html/sections.h"
#include "reports/html/stalls_section.h"
#include "reports/html/table.h"
#include "reports/metrics/metrics.h"
#include "reports/summary/pairs.h"
#include "reports/summary/sentences.h"
#include "reports/summary/standing.h"

namespace unblock::reports::html {
namespace {

using summary::Group;
using summary::Workload;

std::string environment_value(const Run& run, std::initializer_list<const char*> keys) {
  for (const char* key : keys) {
    const auto found = run.environment.find(key);
    if (found != run.environment.end() && !found->second.empty()) return found->second;
  }
  return "";
}

/// "Example CPU 3000 · 2 cores · Linux 6.1 · quick suite · 52 s"
std::string machine_line(const Run& run) {
  std::vector<std::string> parts = {environment_value(run, {"cpu", "cpu_model", "host_name"})};
  const std::string cores = environment_value(run, {"num_cpus", "cores"});
  if (!cores.empty()) parts.push_back(cores + " cores");
  parts.push_back(environment_value(run, {"kernel"}));
  parts.push_back(environment_value(run, {"compiler"}));
  if (!run.suite.empty()) parts.push_back(run.suite + " suite");
  if (run.duration_s > 0) parts.push_back(text::quantity(run.duration_s * 1e9, text::Unit::nanoseconds));
  parts.push_back(run.date);
  std::string line;
  for (const std::string& part : parts) {
    if (!part.empty()) line += (line.empty() ? "" : " · ") + part;
  }
  return line;
}

/// More stand on end, so that twenty runtimes fit beside each other.
constexpr std::size_t kFewColumns = 8;

const Group* shown_group(const Workload& workload) {
  const std::vector<const Group*> full = workload.main_groups();
  return full.empty() ? nullptr : full.front();
}

text::Markup sentences_of(const Shown& shown, const std::vector<Workload>& workloads) {
  text::Markup out;
  out.open("ul", {{"class", "sentences"}}).line();
  for (const Workload& workload : workloads) {
    const Group* group = shown_group(workload);
    const std::string said = group == nullptr ? "" : summary::sentence(*group);
    out.open("li").element("a", {{"href", "#" + shown.prefix + workload.id}}, workload.name);
    if (group != nullptr && !group->title.empty()) out.text(" ").element("span", {{"class", "how"}}, "(" + group->title + ")");
    out.text(": " + (said.empty() ? "no runtime has a result." : said));
    const std::string at_scale = summary::sentence_at_scale(workload);
    if (!at_scale.empty()) out.text(" " + at_scale);
    out.close("li").line();
  }
  return out.close("ul").line();
}

const Cell* cell_in(const Group* group, const std::string& name) {
  if (group == nullptr) return nullptr;
  for (const Cell* cell : group->cells) {
    if (summary::label(*cell) == name) return cell;
  }
  return nullptr;
}

Field matrix_field(const Cell* cell, const Group* group) {
  if (cell == nullptr) return missing("was not run");
  Field field;
  field.numeric = true;
  if (!has_result(*cell)) {
    const bool failed = cell->status != CellStatus::not_applicable;
    field.content.element("span", {{"class", failed ? "bad-text" : "na-text"}}, failed ? "none" : "n/a");
    return field;
  }
  const double value = estimate(*cell, group->metric), ratio = value / estimate(*group->cells.front(), group->metric);
  const summary::Standings order = summary::standings(*group);
  const auto standing = std::find_if(order.cells.begin(), order.cells.end(), [&](const summary::Standing& one) { return one.cell == cell; });
  if (standing->rank == 1) field.content.element("strong", {{"class", "best"}}, metrics::show(group->metric, value));
  else if (standing->rank == 0) field.content.element("span", {{"class", "na-text"}}, metrics::show(group->metric, value) + ", not ranked");
  else field.content.text("×" + text::factor(ratio));
  return field;
}

double ratio_in(const Group* group, const std::string& name) {
  const Cell* cell = cell_in(group, name);
  if (cell == nullptr || !has_result(*cell)) return 0;
  if (group->metric.empty() || unsettled(*cell)) return 0;
  const double ratio = estimate(*cell, group->metric) / estimate(*group->cells.front(), group->metric);
  return metrics::meaning(group->metric).better == metrics::Better::higher ? 1 / ratio : ratio;
}

/// By the geometric mean of the ratios of what was measured, so that one extreme workload does not decide.
std::vector<std::string> best_first(const std::set<std::string>& runtimes, const std::vector<const Group*>& groups) {
  std::vector<std::pair<double, std::string>> order;
  for (const std::string& name : runtimes) {
    double logs = 0, measured = 0;
    for (const Group* group : groups) {
      if (const double ratio = ratio_in(group, name); ratio > 0) logs += std::log(ratio), ++measured;
    }
    order.emplace_back(measured > 0 ? logs / measured : HUGE_VAL, name);
  }
  std::sort(order.begin(), order.end());
  std::vector<std::string> names;
  for (const auto& [mean, name] : order) names.push_back(name);
  return names;
}

/// Those with a result in several workloads: one that is in a single workload is seen better there. Cells written by hand
/// stand beside their library's shared ones, in the workload.
std::set<std::string> runtimes_of(const std::vector<const Group*>& groups) {
  std::map<std::string, std::size_t> measured;
  for (const Group* group : groups) {
    for (const Cell* cell : group->cells) {
      if (cell->kind != CellKind::native && has_result(*cell)) ++measured[summary::label(*cell)];
    }
  }
  std::set<std::string> names;
  for (const auto& [name, count] : measured) {
    if (count > 1) names.insert(name);
  }
  return names;
}

/// Workloads in rows, runtimes in columns, the best first. A foreign suite has no runtimes to set against each other.
text::Markup matrix(const std::vector<Workload>& workloads, const std::string& prefix) {
  std::vector<const Group*> groups;
  std::vector<std::string> links;
  for (const Workload& workload : workloads) {
    if (workload.foreign) continue;
    groups.push_back(shown_group(workload));
    links.push_back("#" + prefix + workload.id);
  }
  const std::set<std::string> runtimes = runtimes_of(groups);
  if (groups.size() < 2 || runtimes.size() < 2 || runtimes.size() > 60) return {};
  const std::vector<std::string> order = best_first(runtimes, groups);
  std::vector<std::string> columns = {"workload"};
  columns.insert(columns.end(), order.begin(), order.end());
  Table table("What each workload is judged by: those that are best, and the others' value as a multiple of theirs; why there is none stands with the workload", columns);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    std::vector<Field> fields(1);
    fields[0].content.element("a", {{"href", links[i]}}, groups[i]->workload);
    if (groups[i]->metric != metrics::kTime && !groups[i]->metric.empty()) {
      fields[0].content.text(" ").element("span", {{"class", "how"}}, metrics::meaning(groups[i]->metric).label);
    }
    for (const std::string& name : order) fields.push_back(matrix_field(cell_in(groups[i], name), groups[i]));
    table.row(fields);
  }
  text::Markup out;
  return out.open("div", {{"class", order.size() > kFewColumns ? "matrix many" : "matrix"}}).add(table.markup()).close("div").line();
}

text::Markup findings_line(const std::vector<Findings>& all) {
  text::Markup out;
  if (all.empty()) return out;
  std::size_t count = 0, failed = 0, failures = 0;
  std::set<std::string> files, checks;
  for (const Findings& findings : all) {
    count += findings.findings.size();
    failed += findings.failed_files.size();
    failures += findings.failures.size();
    for (const Finding& finding : findings.findings) {
      files.insert(finding.location.file);
      checks.insert(finding.check);
    }
  }
  out.open("p", {{"class", "said"}});
  if (count == 0 && failures > 0) out.text("The linter failed, and found nothing before it did");
  else if (count == 0) out.text("The linter found nothing to say");
  else out.element("a", {{"href", "#findings"}}, text::plural(count, "finding"))
           .text(fmt::format(" of {} in {}", text::plural(checks.size(), "check"), text::plural(files.size(), "file")));
  if (failed > 0) out.text(fmt::format("; {} did not compile and {} not checked", text::plural(failed, "file"), failed == 1 ? "was" : "were"));
  return out.text(".").close("p").line();
}

text::Markup comparison_lines(const Report& report) {
  text::Markup out;
  for (const auto& [base, now] : summary::comparable_pairs(report)) {
    const Comparison comparison = compare::compare_stored(*base, *now, {});
    out.open("p", {{"class", "said"}}).element("a", {{"href", "#compare"}}, now->source + " against " + base->source);
    out.text(": " + compare::headline(comparison, Undecided::stays)).close("p").line();
  }
  return out;
}

}  // namespace

text::Markup overview(const Report& report, const std::vector<Shown>& shown) {
  text::Markup out;
  out.open("section", {{"id", "overview"}, {"aria-labelledby", "overview-h"}}).element("h2", {{"id", "overview-h"}}, "Overview").line();
  for (const Shown& one : shown) {
    if (shown.size() > 1) out.element("h3", one.run->source);
    out.element("p", {{"class", "machine"}}, machine_line(*one.run)).line();
  }
  out.add(tiles(report, shown));
  for (const Shown& one : shown) out.add(highlights(summary::workloads(*one.run), one.prefix));
  out.add(comparison_lines(report)).add(findings_line(report.findings)).add(stalls_lines(report)).add(doubts(shown));
  for (const Shown& one : shown) {
    const std::vector<Workload> workloads = summary::workloads(*one.run);
    out.add(sentences_of(one, workloads)).add(matrix(workloads, one.prefix));
  }
  return out.close("section").line();
}

}  // namespace unblock::reports::html
