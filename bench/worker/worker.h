// The body of every worker: a Google Benchmark program over a table of workloads.
#pragma once

#include <vector>

#include "bench/worker/registry.h"

namespace unblock::bench {

/// Returns the exit code: 0 done, 1 a cell failed, 2 the flags were wrong or nothing could be run.
int worker_main(int argc, char** argv, const WorkerRuntime& runtime, const std::vector<WorkloadEntry>& entries);

}  // namespace unblock::bench
