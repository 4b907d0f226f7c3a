// From workload rows to Google Benchmark: names, registration, counters. Knows no runtime.
#pragma once

#include <string>
#include <vector>

#include "bench/protocol/description.h"
#include "bench/workloads/workload.h"
#include "runtimes/runtime.h"

namespace unblock::bench {

/// The runtime behind this worker.
struct WorkerRuntime {
  std::string name;
  std::string kind = "shared";  ///< or "native"
  Capabilities capabilities;
  std::string unavailable{};    ///< why nothing can run here; empty: it can
  int order = 0;                ///< its place in tables; 0: after those that have one
  bool floor = false;           ///< what the others are held against
};

/// A cell: one workload with one set of arguments.
struct WorkerCell {
  std::string name;  ///< "asio/echo/connections:64/bytes:64"
  const WorkloadEntry* entry;
  Case arguments;
  std::string not_applicable;
};

/// What it says of itself and these cells.
WorkerDescription describe(const WorkerRuntime& runtime, const std::vector<WorkerCell>& cells);

/// "connections:64/bytes:64", and "/wire:tls" behind it where the wire is not TCP.
std::string arguments_name(const Workload& workload, const Case& arguments);

/// Every case of every workload; and one more, "echo/connections:8/bytes:9", where `extra_case` names one.
/// Throws reports::InputError when it names an unknown workload or parameter.
std::vector<WorkerCell> cells_of(const WorkerRuntime& runtime, const std::vector<WorkloadEntry>& entries,
                                 const std::string& extra_case);

}  // namespace unblock::bench
