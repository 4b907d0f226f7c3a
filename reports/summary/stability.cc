#include "reports/summary/stability.h"

#include <map>
#include <string>
#include <utility>

#include "reports/model/cell.h"
#include "reports/summary/groups.h"
#include "reports/summary/standing.h"

namespace unblock::reports::summary {
namespace {

/// By the two cells' full names: 1 where the first needs more, -1 where it needs less. Pairs that are not told apart are left out.
using Order = std::map<std::pair<std::string, std::string>, int>;

bool ranks(const Cell& cell) { return has_result(cell) && !unsettled(cell); }

Order order_of(const Run& run) {
  Order order;
  for (const Workload& workload : workloads(run)) {
    for (const Group& group : workload.groups) {
      if (group.metric.empty()) continue;
      for (const Cell* a : group.cells) {
        for (const Cell* b : group.cells) {
          if (a->name >= b->name || !ranks(*a) || !ranks(*b)) continue;
          const Interval ratio = paired_ratio(*a, *b, group.metric);
          if (told_apart(ratio)) order[{full_name(*a), full_name(*b)}] = ratio.estimate > 1 ? 1 : -1;
        }
      }
    }
  }
  return order;
}

void compare(const Order& first, const Order& second, Stability& sum) {
  for (const auto& [pair, direction] : first) {
    const auto found = second.find(pair);
    if (found == second.end()) continue;
    ++sum.ordered;
    sum.contradicted += found->second != direction ? 1 : 0;
  }
}

}  // namespace

Stability stability(std::span<const Run> runs) {
  Stability sum;
  std::vector<Order> orders;
  for (const Run& run : runs) {
    orders.push_back(order_of(run));
    for (const Cell& cell : run.cells) {
      if (cell.status == CellStatus::not_applicable) continue;
      ++sum.cells;
      sum.usable += ranks(cell) ? 1 : 0;
      sum.doubted += cell.verdicts.empty() ? 0 : 1;
    }
  }
  for (std::size_t i = 0; i < orders.size(); ++i) {
    for (std::size_t j = i + 1; j < orders.size(); ++j) compare(orders[i], orders[j], sum);
  }
  return sum;
}

}  // namespace unblock::reports::summary
