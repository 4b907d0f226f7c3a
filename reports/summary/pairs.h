// Which runs of a report stand for themselves, and which are the base of a comparison.
#pragma once

#include <utility>
#include <vector>

#include "reports/model/report.h"

namespace unblock::reports::summary {

/// Whether a cell of one is in the other.
bool share_cells(const Run& a, const Run& b);

/// Base and new, for each run that shares cells with an earlier one; the base is the first that does.
std::vector<std::pair<const Run*, const Run*>> comparable_pairs(const Report& report);

/// Runs that no later run repeats, in order.
std::vector<const Run*> latest_runs(const Report& report);

}  // namespace unblock::reports::summary
