// Findings as one JSON document, for scripts that need less than SARIF says. docs/lint-output.md describes it.
#pragma once

#include <string>

#include "lint/driver/outcome.h"

namespace unblock::lint {

std::string findings_as_json(const Outcome& outcome, const std::string& folder);

}  // namespace unblock::lint
