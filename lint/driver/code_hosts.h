// Findings as code hosts show them beside the lines of a change: GitHub's workflow commands, GitLab's code quality report.
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
// https://docs.gitlab.com/ci/testing/code_quality/
#pragma once

#include <string>

#include "lint/driver/outcome.h"

namespace unblock::lint {

std::string findings_for_github(const Outcome& outcome, const std::string& folder);
std::string findings_for_github(const FileResult& result, const std::string& folder);

std::string findings_for_gitlab(const Outcome& outcome, const std::string& folder);

}  // namespace unblock::lint
