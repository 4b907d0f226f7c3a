// Applies the fixes of findings to the files on disk.
#pragma once

#include <vector>

#include "lint/driver/result.h"

namespace unblock::lint {

struct FixSummary {
  unsigned applied = 0;
  unsigned conflicting = 0;  ///< two fixes want the same place; the first one won
  std::vector<bool> fixed;   ///< by finding
};

/// Rewrites each file whole or not at all. Throws reports::InputError when one cannot be written.
FixSummary apply_fixes(const std::vector<LintFinding>& findings);

}  // namespace unblock::lint
