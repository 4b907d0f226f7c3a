// Everything that one report shows.
#pragma once

#include <vector>

#include "reports/model/finding.h"
#include "reports/model/history.h"
#include "reports/model/measurement.h"
#include "reports/model/stalls.h"

namespace unblock::reports {

struct Report {
  std::vector<Run> runs;           ///< in the order of the command line; the first is the base of comparisons
  std::vector<Findings> findings;  ///< one entry per file
  std::vector<Stalls> stalls = {};  ///< one entry per watched run
  std::vector<HistoryPoint> history = {};  ///< one entry per file of a history
};

}  // namespace unblock::reports
