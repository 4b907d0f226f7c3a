// One round of one cell: a fresh worker process against a target whose counters were just zeroed.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bench/run/catalogue.h"
#include "bench/target/target.h"
#include "reports/model/measurement.h"

namespace unblock::bench {

/// What a round may count; its times are then thrown away.
struct Counting {
  int syscall_tracepoint = 0;  ///< 0: not counted
  bool allocations = false;
};

struct RoundOptions {
  double min_time_s = 0.2;
  std::chrono::milliseconds deadline{60'000};
  std::vector<int> worker_cpus;  ///< one a client, in turn
  std::string real_server;      ///< --target; empty: the built-in target
  std::string extra_case;
  bool spans = false;
  Counting counting;
  std::string scratch_folder;   ///< for the files that worker and harness exchange
};

struct RoundResult {
  std::optional<reports::Round> round;
  double operations_per_iteration = 1;
  std::string problem;          ///< why there is no round; empty: there is one
  bool wrong_work = false;      ///< the worker ended well, and did other work than it claims
  bool target_failed = false;   ///< the target died or does not answer: the next round needs a new one
  bool interrupted = false;
  double wall_s = 0;            ///< of the worker's whole life
  double target_busy = 0;       ///< CPU time of the target ÷ wall time of the worker's whole life
  std::map<std::string, std::string> configuration;
  std::vector<reports::HistogramBucket> latency, uncorrected;
  std::vector<reports::Span> spans;
};

/// `target` may be null for cells that need none. Never throws for what worker or target do.
RoundResult run_round(const CellDescription& cell, Target* target, const RoundOptions& options);

}  // namespace unblock::bench
