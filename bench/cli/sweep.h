// --sweep: one case with a growing load, until it begins to queue, on each runtime.
#pragma once

#include <string>

#include "bench/cli/run_options.h"
#include "bench/run/journal.h"
#include "bench/run/laboratory.h"
#include "reports/model/measurement.h"

namespace unblock::bench {

struct Sweep {
  reports::Run run;    ///< a cell for each runtime and load
  std::string answer;  ///< one line for each runtime: where its knee is, or why none was found
};

/// `flags.sweep` is a parameter of the workload of --case. Throws reports::InputError where it is none, or the workload is not judged by
/// a latency.
Sweep run_sweep(const RunFlags& flags, Laboratory& laboratory, Journal& journal, const std::function<void(const Progress&)>& progress);

}  // namespace unblock::bench
