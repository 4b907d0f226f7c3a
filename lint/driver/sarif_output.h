// Turns the driver's results into the report model, from which SARIF and the other formats are written.
#pragma once

#include <string>
#include <vector>

#include "lint/driver/result.h"

namespace unblock::lint {

reports::Findings to_findings(const std::vector<LintFinding>& findings, const std::vector<FileResult>& failed,
                              const std::string& folder);

std::string findings_as_sarif(const std::vector<LintFinding>& findings, const std::vector<FileResult>& failed,
                              const std::string& folder);

}  // namespace unblock::lint
