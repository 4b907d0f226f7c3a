// Reads any mix of benchmark results and SARIF into one report.
#pragma once

#include <string>
#include <vector>

#include "reports/model/report.h"

namespace unblock::reports::cli {

/// What a file is, is seen in the file and not in its name. Throws InputError.
Report read_inputs(const std::vector<std::string>& paths);

}  // namespace unblock::reports::cli
