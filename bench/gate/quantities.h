// What users write for times and shares on the command line.
#pragma once

#include <string>

namespace unblock::bench::gate {

/// "90", "90s", "5m" or "1h" in seconds. Throws reports::InputError that names the option.
double seconds_of(const std::string& text, const std::string& option);

/// "5%" or "0.05" as 0.05; above 0 and below 10. Throws reports::InputError that names the option.
double share_of(const std::string& text, const std::string& option);

}  // namespace unblock::bench::gate
