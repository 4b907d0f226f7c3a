// The end of whatever measured: stored first, then shown, then an exit code.
#pragma once

#include <string>
#include <vector>

#include "bench/cli/run_options.h"
#include "bench/run/journal.h"
#include "reports/metrics/threshold.h"
#include "reports/model/measurement.h"

namespace unblock::bench {

/// Known to be in order before an hour of measuring: where the results go, how they are shown, which limits hold.
struct Ending {
  std::string output;   ///< empty: stored nowhere, only shown
  std::string format;   ///< "table", "json", "csv" or "markdown", on standard output
  bool quiet = false;
  std::vector<reports::metrics::Threshold> limits{};
};

/// Throws reports::InputError.
Ending ending_for(const RunFlags& flags);

/// --format, --fail-if, -o, -q
void add_ending_options(CLI::App& command, RunFlags& flags);

/// `answer` stands above the table, where a table is shown. Returns 128 and the signal that ended the run; 2 where nothing was measured; 1
/// where a cell that was asked for failed or is beyond a limit; else 0. Throws reports::InputError, after showing everything, where the
/// results could not be stored or a limit not be checked.
int finish(const reports::Run& run, const Ending& ending, Journal& journal, const std::string& answer = "");

/// The run as --format names it.
std::string shown(const reports::Run& run, const std::string& format);

}  // namespace unblock::bench
