// The options of a run: from the command line, or from the file of one that goes on.
#pragma once

#include <CLI/App.hpp>
#include <map>
#include <string>
#include <vector>

#include "bench/cli/selection.h"
#include "bench/run/suite.h"
#include "bench/target/remote_target.h"
#include "reports/model/measurement.h"

namespace unblock::bench {

struct RunFlags {
  Selection selection;
  std::vector<std::string> placements;  ///< empty: two-cores, and one-core where a workload is to be seen on both
  std::vector<std::string> limits;  ///< --fail-if
  std::string target, token_file, output, format, keep_awake = "auto", budget, resume, sweep;
  std::uint64_t seed = 0;
  unsigned rounds = 0, clients = 1;
  double min_time_s = 0, deadline_s = 0, canary_s = 0.3;
  bool quiet = false, no_counts = false, watch = false;

  bool is_full() const { return selection.suite == "full"; }
};

/// Those that say how is measured: placement, rounds, budget, …
void add_measuring_options(CLI::App& command, RunFlags& flags);

/// With `cells`, and a seed drawn where none was given.
SuiteOptions suite_options(const RunFlags& flags, std::vector<CellDescription> cells);

/// What makes another process measure the same: kept with the results.
std::map<std::string, std::string> settings_of(const RunFlags& flags, const SuiteOptions& options);

/// The flags as `earlier` was started, except what the user gives for going on: time, rounds, output, progress. Throws
/// reports::InputError where the run cannot go on here: no settings, another machine, other workers.
void take_up(RunFlags& flags, const reports::Run& earlier);

/// Its failed cells are tried again, unless they did wrong work.
void forgive(reports::Run& earlier);

/// What --target names answers: a real server GETs and nothing else, so that cells which need more are left out; a target on another host
/// everything that can reach it, the rest is n/a. Throws reports::InputError where none is left.
void keep_what_the_target_answers(std::vector<CellDescription>& cells, const RunFlags& flags);

/// With --clients, the cells that several worker processes can run against the target at once. Throws reports::InputError where none is left.
void keep_what_clients_share(std::vector<CellDescription>& cells, const RunFlags& flags);

/// Where --target names a target on another host, with the token; else none. Throws reports::InputError.
RemoteAddress remote_of(const RunFlags& flags);

/// Throws reports::InputError where --target names a real server that nobody can reach.
void require_real_server(const RunFlags& flags);

/// The run in a file of results or of rounds (.partial). Throws reports::InputError.
reports::Run read_earlier(const std::string& path);

}  // namespace unblock::bench
