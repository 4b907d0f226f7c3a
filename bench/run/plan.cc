#include "bench/run/plan.h"

#include <algorithm>
#include <map>
#include <set>

namespace unblock::bench {
namespace {

using reports::Cell;
using reports::CellStatus;

Cell cell_for(const CellDescription& description, const std::string& placement) {
  Cell cell;
  cell.name = description.name;
  cell.runtime = description.runtime;
  cell.workload = description.workload;
  cell.arguments = description.arguments;
  cell.placement = placement;
  cell.kind = description.kind;
  cell.headline = description.needs.headline;
  cell.operation = description.operation;
  cell.floor = description.floor;
  if (!description.not_applicable.empty()) {
    cell.status = CellStatus::not_applicable;
    cell.reason = description.not_applicable;
  }
  return cell;
}

/// Where client and target run matters to what the target serves, and to nothing else.
std::vector<std::string> placements_of(const CellDescription& description, const SuiteOptions& options) {
  if (!description.needs.target || uses_real_server(description, options)) return {""};
  if (options.remote_target) return {"two-hosts"};
  if (options.every_placement || description.needs.every_placement || options.placements.empty()) return options.placements;
  return {options.placements.front()};
}

void add(Plan& plan, const CellDescription& description, const SuiteOptions& options) {
  for (const std::string& placement : placements_of(description, options)) {
    plan.cells.push_back(cell_for(description, placement));
    plan.descriptions.push_back(&description);
  }
}

}  // namespace

bool uses_real_server(const CellDescription& cell, const SuiteOptions& options) { return !options.real_server.empty() && cell.needs.http; }

Plan plan(const SuiteOptions& options) {
  Plan made;
  for (const CellDescription& description : options.cells) add(made, description, options);
  return made;
}

Plan plan_on(const SuiteOptions& options, const reports::Run& earlier) {
  std::map<std::string, const CellDescription*> by_name;
  for (const CellDescription& description : options.cells) by_name[description.name] = &description;
  std::set<std::string> known;
  Plan made;
  for (const Cell& cell : earlier.cells) {
    const auto found = by_name.find(cell.name);
    made.cells.push_back(cell);
    made.descriptions.push_back(found == by_name.end() ? nullptr : found->second);
    made.cells.back().verdicts.clear();
    known.insert(cell.name);
  }
  for (const CellDescription& description : options.cells) {
    if (!known.contains(description.name)) add(made, description, options);
  }
  return made;
}

}  // namespace unblock::bench
