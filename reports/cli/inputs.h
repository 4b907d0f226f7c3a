// Reads any mix of benchmark results and SARIF into one report.
#pragma once

#include <string>
#include <vector>

#include "reports/model/report.h"

namespace unblock::reports::cli {

/// What a file is, is seen in the file and not in its name. Throws InputError.
/// What `baselines` hold is not reported itself: the inputs are compared with it. Without them, files that repeat an earlier one are
/// compared with that.
/// Source lines around foreign findings come from files below `sources`, or, where that is empty, from files that the git
/// repository around the current folder tracks; what is withheld so is told on standard error.
Report read_inputs(const std::vector<std::string>& paths, const std::vector<std::string>& baselines, const std::string& sources);

}  // namespace unblock::reports::cli
