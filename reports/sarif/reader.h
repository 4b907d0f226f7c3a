// SARIF 2.1.0 from any tool. What is suppressed, passed or absent in the file is no finding.
#pragma once

#include <string>
#include <string_view>

#include "reports/model/finding.h"

namespace unblock::reports::sarif {

/// Throws InputError. A file with several runs reads as one, its tools' names joined. `file_name` stands in sentences.
Findings read(std::string_view text, const std::string& file_name);

}  // namespace unblock::reports::sarif
