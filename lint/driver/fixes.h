// Applies the fixes of findings to the files on disk.
#pragma once

#include <string>
#include <vector>

#include "lint/driver/fix_ledger.h"
#include "lint/driver/result.h"

namespace unblock::lint {

struct FixSummary {
  unsigned applied = 0;
  unsigned conflicting = 0;          ///< two fixes want the same place; the first one won
  unsigned disputed = 0;             ///< not every file that reads the place asks for it
  std::vector<std::string> refused;  ///< a sentence for each file that was not rewritten
  std::vector<bool> fixed;           ///< by finding
};

/// Rewrites each file whole or not at all, and goes on with the others when one changed since it was read or cannot be written.
FixSummary apply_fixes(const std::vector<LintFinding>& findings, const FixLedger& ledger);

/// "applied 2 fixes; 1 wants the same place, run again"
std::string fixes_as_text(const FixSummary& summary);

}  // namespace unblock::lint
