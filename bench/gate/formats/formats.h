// The table of the gate's formats.
#pragma once

#include <string>
#include <string_view>

#include "reports/model/comparison.h"

namespace unblock::bench::gate {

/// By name, for the command line. Throws reports::InputError with the names there are.
std::string write(const reports::Comparison& comparison, reports::Undecided undecided, std::string_view format);

/// "text, markdown, …"
std::string format_names();

}  // namespace unblock::bench::gate
