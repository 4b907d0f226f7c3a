// SARIF 2.1.0 from any tool. What is suppressed, passed or absent in the file is no finding.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "reports/model/finding.h"

namespace unblock::reports::sarif {

/// Beyond this a page helps nobody, and a browser gives up.
inline constexpr std::size_t kMostFindings = 100'000;

/// Throws InputError, also for more than kMostFindings results. A file with several runs reads as one, its tools' names joined. `file_name` stands in sentences.
Findings read(std::string_view text, const std::string& file_name);

}  // namespace unblock::reports::sarif
