// What linting one file gives, as plain values that travel from a worker process to the driver.
#pragma once

#include <cstdint>
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
  std::vector<std::string> excuses;  ///< it is none where one of these holds in the whole program: see link/excuses.h
};

/// Whether two findings say the same of the same place.
inline bool same_finding(const LintFinding& a, const LintFinding& b) {
  return a.finding.location == b.finding.location && a.finding.check == b.finding.check && a.finding.message == b.finding.message;
}

/// A file as it was read.
struct ReadFile {
  std::string path;  ///< absolute
  std::uint64_t size = 0;
  std::uint64_t hash = 0;
};

struct FileResult {
  std::string file;
  std::vector<LintFinding> findings;
  std::vector<std::string> facts;     ///< what each of its commands showed, as lint/facts/format.h writes it, for the link
  std::vector<std::string> declared;  ///< functions of the user's models that it declares; only with --verify-models
  std::vector<std::string> errors;    ///< the first compile errors, with their places; empty when it compiles
  unsigned error_count = 0;           ///< all of them: with any, the file was linted as far as it parsed
  unsigned left_out = 0;              ///< functions that hold an error, and were not looked at
  std::vector<ReadFile> read;         ///< files that a fix could change; only with --fix
  std::string unread;                 ///< why nothing of the file was linted: a crash, no flags, a time limit; else empty

  std::vector<std::string> programs;  ///< those of the build that it ends in; only in facts files

  std::string not_kept;               ///< why the cache could not keep this; else empty

  bool incomplete() const { return unread.empty() && error_count != 0; }
};

}  // namespace unblock::lint
