// Which cells a command is about. run, list and compare choose by the same options.
#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

#include "bench/run/catalogue.h"

namespace unblock::bench {

struct Selection {
  std::vector<std::string> runtimes, workloads;
  std::string suite;       ///< "quick", "full" or empty: quick unless something else chooses
  std::string filter;      ///< regular expression on the cell's name
  std::string extra_case;  ///< "echo/connections:8/bytes:512"
  std::string workers;     ///< folder; empty: beside this program

  /// Something beside the suite chooses.
  bool is_particular() const { return !runtimes.empty() || !workloads.empty() || !filter.empty() || !extra_case.empty(); }
};

/// --runtime, --workload, --suite, --filter, --case, --workers
void add_selection_options(CLI::App& command, Selection& selection);

/// The workers' own words, with what did not answer on stderr. Throws reports::InputError.
Catalogue catalogue_for(const Selection& selection);

/// The cells that are meant. Throws reports::InputError where a name is not known, or no cell is left.
std::vector<CellDescription> choose(const Catalogue& catalogue, const Selection& selection);

}  // namespace unblock::bench
