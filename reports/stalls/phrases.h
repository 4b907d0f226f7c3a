// How stalls are named in every format.
#pragma once

#include <string>

#include "reports/model/stalls.h"

namespace unblock::reports::stalls {

/// "parked", "computing", "parked and computing", or "unknown" where nobody could look.
const char* kind_of(const StallPlace& place);

/// "server.cc:38"; the file alone without a line, nothing without a file.
std::string place_of(const StallFrame& frame);

/// The function that is to blame and where it stands; that nobody could look.
std::string culprit_of(const StallPlace& place);

/// "3 stalls over 10.0 ms in 2.00 s, 1 loop", and whether the program still ran.
std::string headline(const Stalls& stalls);

std::string duration(double seconds);

}  // namespace unblock::reports::stalls
