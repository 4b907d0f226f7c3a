// Two pictures for a reader who has one minute: what overlapping buys, and what one blocking call costs.
#include <fmt/format.h>

#include <algorithm>

#include "reports/html/charts.h"
#include "reports/html/figure.h"
#include "reports/html/sections.h"
#include "reports/summary/sentences.h"

namespace unblock::reports::html {
namespace {

using summary::Group;
using summary::Workload;

double waits_in(const Group& group) {
  double most = 0;
  for (const Cell* cell : group.cells) {
    if (cell->kind != CellKind::native && has_result(*cell) && !cell->spans.empty()) {
      most = std::max(most, estimate(*cell, "overlap_factor"));
    }
  }
  return most;
}

/// The group whose recorded waits overlap most.
const Group* overlapping(const std::vector<Workload>& workloads) {
  const Group* best = nullptr;
  for (const Workload& workload : workloads) {
    for (const Group* group : workload.main_groups()) {
      if (waits_in(*group) > (best == nullptr ? 1.5 : waits_in(*best))) best = group;
    }
  }
  return best;
}

const Group* stalled(const std::vector<Workload>& workloads) {
  for (const Workload& workload : workloads) {
    for (const Group& group : workload.groups) {
      if (summary::stalls(group)) return &group;
    }
  }
  return nullptr;
}

}  // namespace

text::Markup highlights(const std::vector<Workload>& workloads, const std::string& prefix) {
  text::Markup figures, out;
  if (const Group* group = overlapping(workloads)) figures.add(timeline(*group, prefix + "overview-"));
  if (const Group* group = stalled(workloads)) {
    figures.add(bars(*group, "latency_p99_ns",
                     {prefix + "overview-stall", "What one blocking call costs the others",
                      fmt::format("How late the other tasks wake up while one task blocks its thread: 1 in 100 is later than this ({}).", group->title)}));
  }
  if (figures.is_empty()) return out;
  return out.open("div", {{"class", "charts"}}).line().add(figures).close("div").line();
}

}  // namespace unblock::reports::html
