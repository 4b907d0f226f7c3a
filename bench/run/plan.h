// Which cells a run has: each description on its placements, or those of an earlier run that goes on.
#pragma once

#include <vector>

#include "bench/run/suite.h"
#include "reports/model/measurement.h"

namespace unblock::bench {

struct Plan {
  std::vector<reports::Cell> cells;
  std::vector<const CellDescription*> descriptions;  ///< of the cells, in their order; null: no worker has it any more
};

/// The pointers are into `options.cells`, which must stay.
Plan plan(const SuiteOptions& options);

/// The cells of `earlier` with their rounds, then those of `options` that it had not.
Plan plan_on(const SuiteOptions& options, const reports::Run& earlier);

/// Whether a cell speaks to the server that --target names.
bool uses_real_server(const CellDescription& cell, const SuiteOptions& options);

}  // namespace unblock::bench
