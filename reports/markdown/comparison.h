// A comparison as a table for a job summary or a comment on a pull request.
#pragma once

#include <cstddef>
#include <string>

#include "reports/model/comparison.h"

namespace unblock::reports::markdown {

/// At most `limit` bytes: rows without news go first, then the others from the end, and it says how many.
/// GitHub takes 1 MiB for a job summary and 64 KiB for a comment; the default fits both.
std::string comparison_section(const Comparison& comparison, Undecided undecided, std::size_t limit = 60'000);

/// The same as a file of its own.
std::string write_comparison(const Comparison& comparison, Undecided undecided);

}  // namespace unblock::reports::markdown
