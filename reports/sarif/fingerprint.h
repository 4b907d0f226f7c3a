// A name for a finding that stays the same when lines above it come and go.
#pragma once

#include <map>
#include <string>

#include "reports/model/finding.h"

namespace unblock::reports::sarif {

/// Made from the check, the file, the text of the line (or the message where the line is unknown) and, when `seen`
/// already holds that, how many times. Never from line numbers.
std::string fingerprint(const Finding& finding, std::map<std::string, unsigned>& seen);

}  // namespace unblock::reports::sarif
