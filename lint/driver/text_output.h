// Findings for people: the line, the caret, the chain, what to do instead; and the summary.
#pragma once

#include <string>
#include <vector>

#include "lint/driver/outcome.h"

namespace unblock::lint {

struct TextStyle {
  bool color = false;
  std::string folder;  ///< paths below it are printed relative to it
};

std::string findings_as_text(const std::vector<LintFinding>& findings, const TextStyle& style);

/// "3 findings in 2 of 40 files: async-blocking-call 2, …", and how many files could not be linted, or not whole.
std::string summary_as_text(const Outcome& outcome);

/// Why a file was not linted, or its first compile errors. Empty for a file without trouble.
std::string trouble_as_text(const FileResult& result, const TextStyle& style);

}  // namespace unblock::lint
