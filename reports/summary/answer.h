// "asio or libuv?" in one line for each group of cells.
#pragma once

#include <string>
#include <vector>

#include "reports/model/measurement.h"

namespace unblock::reports::summary {

/// A line for each workload, arguments and placement that the first of `runtimes` and another one were measured on: what both are judged
/// by, the ratio with its interval, or that they are tied, or why nothing can be said. A cell written by hand ("asio_native") is a
/// runtime of its own here.
std::string answers(const Run& run, const std::vector<std::string>& runtimes);

}  // namespace unblock::reports::summary
