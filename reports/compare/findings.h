// What the linter finds now against what it found before: two SARIF files of one tool. A finding is the same one when its
// fingerprint is, so that code may move within a file; the linter's own baseline goes by the same rule.
#pragma once

#include <string>
#include <vector>

#include "reports/model/finding.h"

namespace unblock::reports::compare {

/// `now` with the state of each finding, and what of `base` is gone. Fixed is only what could have been found again: not in a file that
/// was not read this time, and nothing where the run failed.
Findings compare_findings(const Findings& base, Findings now);

/// Compares each with the first one before it of the same tool that has a finding in common. What was only a base is not in the answer.
std::vector<Findings> compare_repeated(std::vector<Findings> all);

/// Each with the base of its tool. Throws InputError for a base that none of `all` is of the tool of.
std::vector<Findings> compare_with(const std::vector<Findings>& bases, std::vector<Findings> all);

/// "2 new findings, 1 fixed, 5 unchanged"; "3 findings" where nothing was compared. The linter's own baseline tells no fixed ones.
std::string findings_headline(const Findings& findings);

/// What makes the comparison weaker, one sentence each; may be empty.
std::vector<std::string> findings_notes(const Findings& findings);

}  // namespace unblock::reports::compare
