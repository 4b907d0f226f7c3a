// Grouping only; nothing is computed from the numbers but their order.
#include "reports/summary/groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "reports/metrics/headline.h"
#include "reports/metrics/metrics.h"
#include "reports/text/clean.h"
#include "reports/text/names.h"

namespace unblock::reports::summary {
namespace {

/// A foreign benchmark stands alone; those of one name are shown side by side, and single ones together.
std::string family_of(const Cell& cell, const std::map<std::string, std::size_t>& sizes) {
  if (cell.kind != CellKind::foreign || !cell.runtime.empty()) return cell.workload;
  return sizes.at(cell.workload) > 1 ? cell.workload : "benchmarks";
}

bool stands_apart(const Cell& cell, const Group& group) {
  if (cell.runtime.empty()) return false;
  return cell.arguments != group.arguments || cell.placement != group.placement;
}

std::string title_from(const Group& group) {
  std::string title = arguments_text(group.arguments);
  if (!group.placement.empty()) {
    std::string placement = group.placement;
    std::replace(placement.begin(), placement.end(), '-', ' ');
    title += (title.empty() ? "" : " · ") + placement;
  }
  return title;
}

Group& group_for(Workload& workload, const Cell& cell) {
  for (Group& group : workload.groups) {
    if (!stands_apart(cell, group)) return group;
  }
  Group group;
  group.workload = workload.name;
  if (!cell.runtime.empty()) {
    group.arguments = cell.arguments;
    group.placement = cell.placement;
  }
  group.title = title_from(group);
  group.id = text::slug(workload.name + " " + group.title);
  workload.groups.push_back(std::move(group));
  return workload.groups.back();
}

Workload& workload_for(std::vector<Workload>& all, const std::string& name, bool foreign) {
  for (Workload& workload : all) {
    if (workload.name == name) return workload;
  }
  all.push_back({name, text::slug(name), foreign, {}});
  return all.back();
}

/// Benchmarks of another program stay in its order: which of them is fastest says nothing.
void rank(Group& group) {
  const auto comparable = [](const Cell* cell) { return has_result(*cell) && !cell->runtime.empty(); };
  std::vector<const Cell*> ranked;
  std::copy_if(group.cells.begin(), group.cells.end(), std::back_inserter(ranked), comparable);
  group.metric = metrics::ranking_metric(ranked);
  if (group.metric.empty()) return;
  const bool higher = metrics::meaning(group.metric).better == metrics::Better::higher;
  std::stable_sort(group.cells.begin(), group.cells.end(), [&](const Cell* a, const Cell* b) {
    const auto place = [&](const Cell* cell) { return !has_result(*cell) ? 2 : unsettled(*cell) ? 1
                                                                                                : 0; };
    if (place(a) != place(b)) return place(a) < place(b);
    if (place(a) == 2) return false;
    const double first = estimate(*a, group.metric), second = estimate(*b, group.metric);
    return higher ? first > second : first < second;
  });
}

std::size_t results_in(const Group& group) {
  return static_cast<std::size_t>(
      std::count_if(group.cells.begin(), group.cells.end(), [](const Cell* cell) { return has_result(*cell); }));
}

bool tells_more(const Group& a, const Group& b) {
  if (results_in(a) != results_in(b)) return results_in(a) > results_in(b);
  return size_of(a) > size_of(b);
}

}  // namespace

double size_of(const Group& group) {
  double size = 1;
  for (const auto& [name, value] : group.arguments) {
    const double number = std::strtod(value.c_str(), nullptr);
    if (number > 0) size *= number;
  }
  return size;
}

std::vector<const Group*> Workload::main_groups() const {
  std::vector<const Group*> best;
  for (const Group& group : groups) {
    const auto same = std::find_if(best.begin(), best.end(),
                                   [&](const Group* other) { return other->placement == group.placement; });
    if (same == best.end()) best.push_back(&group);
    else if (tells_more(group, **same)) *same = &group;
  }
  std::stable_sort(best.begin(), best.end(), [](const Group* a, const Group* b) { return tells_more(*a, *b); });
  return best;
}

const Group* Workload::first_group() const {
  const std::vector<const Group*> main = main_groups();
  return main.empty() ? nullptr : main.front();
}

std::vector<Workload> workloads(const Run& run) {
  std::map<std::string, std::size_t> sizes;
  for (const Cell& cell : run.cells) ++sizes[cell.workload];
  std::vector<Workload> all;
  for (const Cell& cell : run.cells) {
    Workload& workload = workload_for(all, family_of(cell, sizes), cell.runtime.empty());
    group_for(workload, cell).cells.push_back(&cell);
  }
  text::Names ids;
  for (Workload& workload : all) {
    workload.id = ids.unique(workload.id);
    for (Group& group : workload.groups) {
      group.id = ids.unique(group.id);
      rank(group);
    }
  }
  return all;
}

std::string runtime_of(const Cell& cell) {
  constexpr std::string_view kNative = "_native";
  const bool marked = cell.kind == CellKind::native && cell.runtime.ends_with(kNative);
  return marked ? cell.runtime.substr(0, cell.runtime.size() - kNative.size()) : cell.runtime;
}

std::string label(const Cell& cell) {
  if (!cell.runtime.empty()) return cell.kind == CellKind::native ? runtime_of(cell) + " (native)" : cell.runtime;
  return cell.name;
}

std::string arguments_text(const std::vector<std::pair<std::string, std::string>>& arguments) {
  std::string text;
  for (const auto& [name, value] : arguments) text += fmt::format("{}{} {}", text.empty() ? "" : " · ", name, value);
  return text;
}

}  // namespace unblock::reports::summary
