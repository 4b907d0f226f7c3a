// Everything that one report shows.
#pragma once

#include <vector>

#include "reports/model/finding.h"
#include "reports/model/measurement.h"

namespace unblock::reports {

struct Report {
  std::vector<Run> runs;           ///< in the order of the command line; the first is the base of comparisons
  std::vector<Findings> findings;  ///< one entry per file
};

}  // namespace unblock::reports
