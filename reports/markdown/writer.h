// A report as a comment on a pull request or a job summary: short, a table, the rest folded away.
#pragma once

#include <cstddef>
#include <string>

#include "reports/model/report.h"

namespace unblock::reports::markdown {

/// GitHub refuses comments above 65,536 characters; this stays below 60,000 bytes whatever goes in.
inline constexpr std::size_t kMostBytes = 60'000;

std::string write(const Report& report);

}  // namespace unblock::reports::markdown
