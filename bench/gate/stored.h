// Comparison of two stored results, ours or Google Benchmark's: not paired, so the promise is weaker, and it says so.
#pragma once

#include <string>
#include <vector>

#include "bench/gate/result.h"
#include "bench/gate/rules.h"
#include "reports/model/measurement.h"

namespace unblock::bench::gate {

struct StoredOptions {
  Rules rules;
  statistics::Promise promise;
  std::string filter;
  bool across_machines = false;  ///< judge times although the files come from different machines
};

/// Throws reports::InputError where the two have no benchmark in common.
GateResult compare_stored(const reports::Run& baseline, const reports::Run& candidate, const StoredOptions& options);

/// What two fingerprints do not agree on, one sentence each; `other_machine` where that is the CPU, their number or the kernel.
std::vector<std::string> differences(const reports::Run& baseline, const reports::Run& candidate, bool& other_machine);

}  // namespace unblock::bench::gate
