// Two stored results compared, ours or Google Benchmark's: not paired, so the promise is weaker, and it says so. The gate and
// the report ask this judge and no other.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "reports/model/comparison.h"
#include "reports/model/measurement.h"

namespace unblock::reports::compare {

struct StoredOptions {
  std::map<std::string, MetricRule> rules = {};  ///< what the user says, over what the table of metrics knows
  statistics::Promise promise = {};
  bool across_machines = false;                  ///< judge times although the files come from different machines
};

/// What is judged is the time, or a cell's headline metric where that is another, and each count. With too few repetitions
/// nothing is said. `benchmarks` is empty where the two have no benchmark in common. Throws InputError where the two were not measured
/// in the same way (settings.h).
Comparison compare_stored(const Run& baseline, const Run& candidate, const StoredOptions& options);

}  // namespace unblock::reports::compare
