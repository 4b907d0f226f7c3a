// Benchmark results from a file: ours, or any Google Benchmark JSON. Nothing is measured or judged here.
#pragma once

#include <string>
#include <string_view>

#include "reports/model/measurement.h"

namespace unblock::reports::results {

/// Throws InputError, with the line where the JSON breaks. `file_name` becomes Run::source and stands in the sentences.
Run read(std::string_view text, const std::string& file_name);

}  // namespace unblock::reports::results
