// What linting one file gives, as plain values that travel from a worker process to the driver.
#pragma once

#include <string>
#include <vector>

#include "reports/model/finding.h"

namespace unblock::lint {

/// A piece of text to put in the place of another. Offsets count bytes.
struct Replacement {
  std::string file;
  unsigned offset = 0;
  unsigned length = 0;
  std::string text;

  friend bool operator==(const Replacement&, const Replacement&) = default;
};

struct LintFinding {
  reports::Finding finding;
  std::vector<Replacement> fix;  ///< empty where no fix is known
};

struct FileResult {
  std::string file;
  std::vector<LintFinding> findings;
  std::vector<std::string> declared;  ///< functions of the user's models that it declares; only with --verify-models
  std::vector<std::string> errors;  ///< why the file could not be linted: compile errors, a crash; empty when it could
};

}  // namespace unblock::lint
