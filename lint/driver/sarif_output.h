// Turns the driver's results into the report model, from which SARIF and the other formats for programs are written.
#pragma once

#include <string>

#include "lint/driver/outcome.h"

namespace unblock::lint {

/// Paths below `folder` become relative to it.
reports::Findings to_findings(const Outcome& outcome, const std::string& folder);

std::string findings_as_sarif(const Outcome& outcome, const std::string& folder);

}  // namespace unblock::lint
