// What watched programs did, for a job summary or a pull request.
#pragma once

#include <string>
#include <vector>

#include "reports/model/report.h"

namespace unblock::reports::markdown {

/// The places of one run, the dearest first.
std::string stalls_section(const Stalls& stalls);

/// Which findings happened and what they cost, and what nobody predicted. Empty without findings or without a watched run.
std::string prices_section(const Report& report);

}  // namespace unblock::reports::markdown
