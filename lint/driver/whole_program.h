// The facts of all files that were read, judged as one program when the last of them has ended.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "lint/driver/result.h"
#include "lint/driver/source.h"

namespace unblock::lint {

class WholeProgram {
 public:
  /// Where all sources lie below one project's folder, paths are relative to it until something is shown: what is found then does not
  /// depend on where that folder lies.
  explicit WholeProgram(const std::vector<Source>& sources);

  /// Facts of the source at `index`, a text for each of its commands.
  void add(std::size_t index, std::vector<std::string> facts);

  /// What the files added so far show together, sorted by place.
  std::vector<LintFinding> judge() const;

 private:
  std::vector<std::string> roots_;  ///< by index: what relative paths in the facts are relative to
  std::string common_root_;         ///< empty: there are several
  std::map<std::size_t, std::vector<std::string>> facts_;
};

}  // namespace unblock::lint
