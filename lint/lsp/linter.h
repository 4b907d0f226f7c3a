// Runs unblock-lint on one file in a process of its own and reads its SARIF: a crash or a hang costs one answer, not the server.
#pragma once

#include <string>
#include <vector>

#include "lint/lsp/warm_linter.h"
#include "reports/model/finding.h"

namespace unblock::lint::lsp {

struct LintResult {
  reports::Findings findings;  ///< paths as the linter wrote them, absolute where the file lies outside of `folder`
  std::string problem;         ///< one sentence where it could not be linted; empty otherwise
};

struct LintSettings {
  std::string program;                 ///< path of unblock-lint
  std::vector<std::string> arguments;  ///< what the user wants handed on: -p DIR, --checks=…
  std::string folder;                  ///< where it runs: the workspace
  unsigned timeout_s = 120;
};

LintResult lint(const LintSettings& settings, const std::string& file);

/// The same by a linter that stays with the file, and quicker from the second time on.
LintResult lint_warm(WarmLinter& linter, const LintSettings& settings, const std::string& file);

}  // namespace unblock::lint::lsp
