// Findings as SARIF 2.1.0, for GitHub, GitLab, Jenkins and editors.
// Specification: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
#pragma once

#include <string>

#include "reports/model/finding.h"

namespace unblock::reports::sarif {

std::string write(const Findings& findings);

/// One log with a run per tool.
std::string write(const std::vector<Findings>& runs);

}  // namespace unblock::reports::sarif
