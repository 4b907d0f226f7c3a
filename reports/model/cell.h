// What can be asked of a cell.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "reports/model/measurement.h"

namespace unblock::reports {

/// Names must differ for tools that match by name, so the placement is part of it.
inline std::string full_name(const Cell& cell) {
  if (cell.placement.empty() || cell.name.find(cell.placement) != std::string::npos) return cell.name;
  return cell.name + "/placement:" + cell.placement;
}

inline bool withheld(const Cell& cell) {
  return std::any_of(cell.verdicts.begin(), cell.verdicts.end(), [](const Verdict& verdict) { return verdict.withholds; });
}

/// There is a time that may be shown.
inline bool has_result(const Cell& cell) {
  return cell.status == CellStatus::measured && !withheld(cell) && cell.metrics.contains("time_ns_per_op");
}

/// The rounds that count.
inline std::vector<const Round*> counted_rounds(const Cell& cell) {
  std::vector<const Round*> counted;
  for (const Round& round : cell.rounds) {
    if (!round.voided) counted.push_back(&round);
  }
  return counted;
}

/// All of its rounds were voided: what stands in `metrics` is shown, and compared with nothing.
inline bool unsettled(const Cell& cell) { return !cell.rounds.empty() && counted_rounds(cell).empty(); }

/// The estimate, or `fallback` where the cell has none.
inline double estimate(const Cell& cell, const std::string& metric, double fallback = 0) {
  const auto found = cell.metrics.find(metric);
  return found == cell.metrics.end() ? fallback : found->second.estimate;
}

inline bool has_metric(const Cell& cell, const std::string& metric) { return cell.metrics.contains(metric); }

/// Why there is no result: the withholding verdict's text, or the reason.
inline std::string why_not(const Cell& cell) {
  for (const Verdict& verdict : cell.verdicts) {
    if (verdict.withholds) return verdict.text;
  }
  return cell.reason.empty() ? "no result" : cell.reason;
}

}  // namespace unblock::reports
