// What was seen, for a terminal.
#pragma once

#include <string>

#include "reports/model/stalls.h"
#include "reports/stalls/join.h"

namespace unblock::watch {

std::string text_of(const reports::Stalls& stalls);

/// What became of the linter's findings.
std::string joined_text(const reports::stalls::Joined& joined);

}  // namespace unblock::watch
