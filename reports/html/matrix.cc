// Every runtime on every workload, in one table.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "reports/html/sections.h"
#include "reports/html/table.h"
#include "reports/metrics/metrics.h"
#include "reports/summary/standing.h"
#include "reports/text/quantity.h"

namespace unblock::reports::html {
namespace {

using summary::Group;
using summary::Workload;

/// More stand on end, so that twenty runtimes fit beside each other.
constexpr std::size_t kFewColumns = 8;

const Cell* cell_in(const Group* group, const std::string& name) {
  if (group == nullptr) return nullptr;
  for (const Cell* cell : group->cells) {
    if (summary::label(*cell) == name) return cell;
  }
  return nullptr;
}

constexpr double kFar = 10;

/// How many times worse than the best, whichever way is better.
double worse_by(const Group& group, const Cell& cell) {
  const double ratio = estimate(cell, group.metric) / estimate(*group.cells.front(), group.metric);
  return metrics::meaning(group.metric).better == metrics::Better::higher ? 1 / ratio : ratio;
}

Field without_result(const Cell& cell) {
  const bool failed = cell.status != CellStatus::not_applicable;
  Field field;
  field.numeric = true;
  field.content.element("span", {{"class", failed ? "bad-text" : "na-text"}}, failed ? "none" : "n/a");
  return field;
}

/// Short, since twenty of them stand beside each other: 1.04, 97, 7.3k.
std::string multiple(double value) { return std::isfinite(value) && value >= 999.5 ? text::factor(value / 1e3) + "k" : text::factor(value); }

Field matrix_field(const Cell* cell, const Group* group) {
  if (cell == nullptr) return missing("was not run");
  if (!has_result(*cell)) return without_result(*cell);
  Field field;
  field.numeric = true;
  const Cell& best = *group->cells.front();
  const summary::Standings order = summary::standings(*group);
  const auto standing = std::find_if(order.cells.begin(), order.cells.end(), [&](const summary::Standing& one) { return one.cell == cell; });
  const std::string shown = cell == &best ? "1" : multiple(estimate(*cell, group->metric) / estimate(best, group->metric));
  if (standing->rank == 0) field.content.element("span", {{"class", "na-text"}, {"title", "not ranked: none of its rounds counts"}}, "(" + shown + ")");
  else if (standing->rank == 1 && order.judged && (cell == &best || summary::paired_ratio(*cell, best, group->metric).has_width())) field.content.element("strong", {{"class", "best"}}, shown);
  else if (cell == &best) field.content.element("strong", shown);
  else if (worse_by(*group, *cell) >= kFar) field.content.element("span", {{"class", "bad-text"}}, shown);
  else field.content.text(shown);
  return field;
}

/// What a multiple of 1 stands for.
Field best_field(const Group& group) {
  const Cell& best = *group.cells.front();
  return has_result(best) ? number(metrics::show(group.metric, estimate(best, group.metric))) : missing("no runtime has a result");
}

double ratio_in(const Group* group, const std::string& name) {
  const Cell* cell = cell_in(group, name);
  if (cell == nullptr || !has_result(*cell) || group->metric.empty() || unsettled(*cell)) return 0;
  return worse_by(*group, *cell);
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

}  // namespace

text::Markup matrix(const std::vector<Workload>& workloads, const std::string& prefix) {
  std::vector<const Group*> groups;
  std::vector<std::string> links;
  for (const Workload& workload : workloads) {
    if (workload.foreign) continue;
    groups.push_back(workload.first_group());
    links.push_back("#" + prefix + workload.id);
  }
  const std::set<std::string> runtimes = runtimes_of(groups);
  if (groups.size() < 2 || runtimes.size() < 2 || runtimes.size() > 60) return {};
  const std::vector<std::string> order = best_first(runtimes, groups);
  std::vector<std::string> columns = {"workload", "best"};
  columns.insert(columns.end(), order.begin(), order.end());
  Table table("Every runtime on every workload: the best value, and each runtime as a multiple of it. Green: best, or not told apart from the best. Red: ten times worse or more. In brackets: not ranked, since none of its rounds counts. Runtimes that are better overall stand further left", columns);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    std::vector<Field> fields(1);
    fields[0].content.element("a", {{"href", links[i]}}, groups[i]->workload);
    if (groups[i]->metric != metrics::kTime && !groups[i]->metric.empty()) {
      fields[0].content.text(" ").element("span", {{"class", "how"}}, metrics::meaning(groups[i]->metric).label);
    }
    fields.push_back(best_field(*groups[i]));
    for (const std::string& name : order) fields.push_back(matrix_field(cell_in(groups[i], name), groups[i]));
    table.row(fields);
  }
  text::Markup out;
  return out.open("div", {{"class", order.size() > kFewColumns ? "matrix many" : "matrix"}}).add(table.markup()).close("div").line();
}

}  // namespace unblock::reports::html
