// Findings that are known and wait for their turn: `--baseline FILE` hides them, and says when one of them is gone.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "reports/model/finding.h"

namespace unblock::lint {

class Baseline {
 public:
  /// Throws reports::InputError when the file cannot be read or is none.
  static Baseline read(const std::string& file);

  /// Of these findings, with paths as they are shown. Fingerprints hold no line numbers.
  static Baseline of(const std::vector<reports::Finding>& findings);

  /// One finding a line, sorted, so that merges and reviews are easy.
  std::string text() const;

  /// For each finding whether it is known.
  std::vector<bool> known(const std::vector<reports::Finding>& findings) const;

  /// "a.cc: async-blocking-call: 'sleep' waits" of every entry in the files that were linted that no finding matches.
  std::vector<std::string> unused(const std::vector<reports::Finding>& findings) const;

  /// Takes out the entries that no finding matches, and says how many.
  std::size_t prune(const std::vector<reports::Finding>& findings);

 private:
  struct Entry {
    std::string file, check, message;
  };

  std::map<std::string, Entry> entries_;  ///< by fingerprint
};

}  // namespace unblock::lint
