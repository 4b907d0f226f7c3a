// Findings for people: the line, the caret, the chain, what to do instead; and the summary.
#pragma once

#include <string>
#include <vector>

#include "lint/driver/result.h"

namespace unblock::lint {

struct TextStyle {
  bool color = false;
  std::string folder;  ///< paths below it are printed relative to it
};

std::string findings_as_text(const std::vector<LintFinding>& findings, const TextStyle& style);

/// "3 findings in 2 of 40 files: async-blocking-call 2, …", and the files that could not be linted with the reason.
std::string summary_as_text(const std::vector<LintFinding>& findings, const std::vector<FileResult>& failed, unsigned files,
                            const TextStyle& style);

/// A failed file with its first errors, as it is printed at once.
std::string failure_as_text(const FileResult& result, const TextStyle& style);

}  // namespace unblock::lint
