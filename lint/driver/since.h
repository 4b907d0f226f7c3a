// Which lines a change touched, asked of git: `--since REV` shows only what stands on them.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "reports/model/finding.h"

namespace unblock::lint {

class ChangedLines {
 public:
  /// Between `revision` and the files as they are in the work tree of `folder`. Throws reports::InputError when git cannot say.
  static ChangedLines since(const std::string& revision, const std::string& folder);

  /// From the output of `git diff --unified=0`, below `root`.
  static ChangedLines parse(const std::string& diff, const std::string& root);

  /// Whether the finding or a step of its chain stands on one of them. Paths are absolute.
  bool touch(const reports::Finding& finding) const;

 private:
  bool contains(const reports::Location& at) const;
  void add_untracked(const std::string& names, const std::string& root);

  std::map<std::string, std::vector<std::pair<unsigned, unsigned>>> ranges_;  ///< first and last line, by file
};

}  // namespace unblock::lint
