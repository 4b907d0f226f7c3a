// Two runs belong together when a cell of one is in the other.
#include "reports/summary/pairs.h"

#include <algorithm>
#include <set>
#include <string>

namespace unblock::reports::summary {
bool share_cells(const Run& a, const Run& b) {
  std::set<std::string> names;
  for (const Cell& cell : a.cells) names.insert(cell.name);
  return std::any_of(b.cells.begin(), b.cells.end(), [&](const Cell& cell) { return names.count(cell.name) > 0; });
}

std::vector<std::pair<const Run*, const Run*>> comparable_pairs(const Report& report) {
  std::vector<std::pair<const Run*, const Run*>> pairs;
  for (std::size_t i = 1; i < report.runs.size(); ++i) {
    for (std::size_t base = 0; base < i; ++base) {
      if (!share_cells(report.runs[base], report.runs[i])) continue;
      pairs.emplace_back(&report.runs[base], &report.runs[i]);
      break;
    }
  }
  return pairs;
}

std::vector<const Run*> latest_runs(const Report& report) {
  std::vector<const Run*> latest;
  for (std::size_t i = 0; i < report.runs.size(); ++i) {
    const bool repeated = std::any_of(report.runs.begin() + static_cast<std::ptrdiff_t>(i) + 1, report.runs.end(),
                                      [&](const Run& later) { return share_cells(report.runs[i], later); });
    if (!repeated) latest.push_back(&report.runs[i]);
  }
  return latest;
}

}  // namespace unblock::reports::summary
