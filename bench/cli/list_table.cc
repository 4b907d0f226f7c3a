// The list for people: a matrix of all runtimes fits no terminal, so it says where a case is missing.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "bench/cli/console.h"
#include "reports/metrics/metrics.h"
#include "reports/text/quantity.h"

namespace unblock::bench {
namespace {

template <class Key>
std::vector<std::string> distinct(const std::vector<const CellDescription*>& cells, Key key) {
  std::vector<std::string> values;
  for (const CellDescription* cell : cells) {
    const std::string value = key(*cell);
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
  }
  return values;
}

std::vector<std::string> runtimes_of(const std::vector<const CellDescription*>& cells) {
  return distinct(cells, [](const CellDescription& cell) { return cell.runtime; });
}

/// One case, and the runtimes that cannot run it.
std::string case_text(const std::vector<const CellDescription*>& cells, std::size_t columns) {
  std::vector<std::string> missing;
  bool quick = false;
  for (const CellDescription* cell : cells) {
    quick = quick || cell->quick;
    if (!cell->not_applicable.empty()) missing.push_back(cell->runtime);
  }
  std::string text = paragraph(fmt::format("{}  {}", quick ? "quick" : "full ", cells.front()->arguments_name()), 2, columns);
  if (missing.size() == cells.size()) return text + paragraph("n/a everywhere", 9, columns);
  return missing.empty() ? text : text + paragraph(fmt::format("n/a: {}", fmt::join(missing, ", ")), 9, columns);
}

std::string workload_text(const std::vector<const CellDescription*>& cells, std::size_t all_runtimes, std::size_t columns) {
  const CellDescription& first = *cells.front();
  const std::vector<std::string> runtimes = runtimes_of(cells);
  const std::string judged = first.needs.headline.empty() ? reports::metrics::kTime : first.needs.headline;
  const std::string where = runtimes.size() == all_runtimes ? fmt::format("all {} runtimes", all_runtimes) : fmt::format("{}", fmt::join(runtimes, ", "));
  std::string text = paragraph(fmt::format("{}: judged by {}, on {}", first.workload, reports::metrics::meaning(judged).label, where), 0, columns);
  for (const std::string& arguments : distinct(cells, [](const CellDescription& cell) { return cell.arguments_name(); })) {
    std::vector<const CellDescription*> of_case;
    std::copy_if(cells.begin(), cells.end(), std::back_inserter(of_case), [&](const CellDescription* cell) { return cell->arguments_name() == arguments; });
    text += case_text(of_case, columns);
  }
  return text;
}

/// Each reason once, with the workloads and the runtimes that it is true of.
std::string reasons_text(const std::vector<const CellDescription*>& cells, std::size_t columns) {
  std::map<std::string, std::vector<const CellDescription*>> by_reason;
  std::vector<std::string> order;
  for (const CellDescription* cell : cells) {
    if (cell->not_applicable.empty()) continue;
    if (by_reason[cell->not_applicable].empty()) order.push_back(cell->not_applicable);
    by_reason[cell->not_applicable].push_back(cell);
  }
  std::string text = order.empty() ? "" : "\nn/a because\n";
  for (const std::string& reason : order) {
    const auto& of_reason = by_reason[reason];
    const std::vector<std::string> workloads = distinct(of_reason, [](const CellDescription& cell) { return cell.workload; });
    const std::string what = workloads.size() > 3 ? fmt::format("{} workloads", workloads.size()) : fmt::format("{}", fmt::join(workloads, ", "));
    text += paragraph(fmt::format("{} on {}: {}", what, fmt::join(runtimes_of(of_reason), ", "), reason), 2, columns);
  }
  return text;
}

}  // namespace

std::string list_table(const std::vector<CellDescription>& described, std::size_t columns) {
  std::vector<const CellDescription*> cells;
  for (const CellDescription& cell : described) cells.push_back(&cell);
  const std::vector<std::string> runtimes = runtimes_of(cells);
  std::string text = paragraph(fmt::format("{}: {}", reports::text::plural(runtimes.size(), "runtime"), fmt::join(runtimes, ", ")), 0, columns) + "\n";
  for (const std::string& workload : distinct(cells, [](const CellDescription& cell) { return cell.workload; })) {
    std::vector<const CellDescription*> of_workload;
    std::copy_if(cells.begin(), cells.end(), std::back_inserter(of_workload), [&](const CellDescription* cell) { return cell->workload == workload; });
    text += workload_text(of_workload, runtimes.size(), columns);
  }
  return text + reasons_text(cells, columns);
}

}  // namespace unblock::bench
