// A run: all cells, round after round in shuffled order, until the intervals are tight or the time is spent. What is measured
// is chosen by plan.h and schedule.h; who measures is laboratory.h.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "bench/run/catalogue.h"
#include "reports/model/measurement.h"

namespace unblock::bench {

class Journal;
class Laboratory;

enum class KeepAwake {
  automatic,
  on,
  off
};

struct SuiteOptions {
  std::string name;                 ///< "quick", "full" or empty
  std::vector<CellDescription> cells;
  std::vector<std::string> placements{"two-cores", "one-core"};
  bool every_placement = true;      ///< false: workloads that do not ask for it run on the first one only
  std::uint64_t seed = 0;
  unsigned least_rounds = 3;
  unsigned most_rounds = 30;
  double time_budget_s = 120;       ///< from the start of this process; the first round is finished all the same
  double tight = 0.02;              ///< half width of the interval ÷ median at which a cell needs no more rounds
  double min_time_s = 0.1;          ///< that a worker measures in a round
  double deadline_s = 60;           ///< for one worker process
  double canary_s = 0.3;            ///< length of the canary every few seconds; 0: none
  KeepAwake keep_awake = KeepAwake::automatic;
  bool probes = true;               ///< count system calls and allocations, in a run of their own
  std::string real_server;
  bool remote_target = false;       ///< the target runs on another host, wherever that likes
  std::string extra_case;
  std::map<std::string, std::string> settings;  ///< kept with the results, so that the run can go on
  const reports::Run* earlier = nullptr;        ///< the run that goes on; null: a new one
};

/// What is going on, for a progress bar or plain lines.
struct Progress {
  std::string what;        ///< "round 2" or "counting system calls and allocations"
  std::string cell;
  std::size_t done = 0, total = 0;  ///< of this round
  double elapsed_s = 0, budget_s = 0;
};

/// Never throws for what a worker does. After Ctrl-C it returns what was measured, with Run::interrupted set. `journal` has every
/// round as soon as it came off. Throws reports::InputError where that cannot be begun.
reports::Run run_suite(const SuiteOptions& options, Laboratory& laboratory, Journal& journal,
                       const std::function<void(const Progress&)>& progress);

/// Summary intervals, memory per task and verdicts of a run whose rounds are complete.
void summarise(reports::Run& run, const std::vector<CellDescription>& described, double steal_share);

}  // namespace unblock::bench
