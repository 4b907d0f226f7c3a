// The paired run: blocks A B B A in random order, benchmark after benchmark, until each is decided or the time is spent.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bench/gate/program.h"
#include "bench/gate/rules.h"
#include "reports/model/comparison.h"

namespace unblock::bench::gate {

struct SessionOptions {
  Program baseline, candidate;
  std::string baseline_name, candidate_name;  ///< as the user gave them
  std::string filter;                         ///< Google Benchmark's: a regular expression; with a leading '-' those that do not match
  Rules rules;
  statistics::Promise promise;
  double budget_s = 300;
  double self_share = 0.2;   ///< of the time spent, for the baseline against itself
  std::optional<double> min_time_s;  ///< of one run; else 0.1, or less where the budget must serve many benchmarks
  double deadline_s = 60;    ///< of one process
  std::vector<int> cpus;     ///< for both sides; empty: wherever the gate may run
  std::uint64_t seed = 0;
  bool counts = true;        ///< count system calls and allocations of Unblock's workers
  bool keep_awake = false;   ///< SCHED_IDLE spinners
};

struct SessionProgress {
  std::string benchmark;
  std::size_t decided = 0, benchmarks = 0, blocks = 0;
  double elapsed_s = 0, budget_s = 0;
  std::string says;  ///< what the pilot found that the budget can decide; empty until then
};

/// Throws reports::InputError where nothing can be compared at all: no such program, no common benchmark, a filter that
/// is no regular expression or matches nothing. What the programs do later is part of the result.
reports::Comparison run_session(const SessionOptions& options, const std::function<void(const SessionProgress&)>& progress);

}  // namespace unblock::bench::gate
