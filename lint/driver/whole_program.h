// The facts of all files that were read, judged as one program when the last of them has ended.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lint/driver/result.h"
#include "lint/driver/source.h"
#include "lint/facts/facts.h"

namespace unblock::lint {

/// What only all files together show.
struct Linked {
  std::vector<LintFinding> findings;  ///< sorted by place
  std::set<std::string> excuses;      ///< for findings of single files: see link/excuses.h
  /// How many files with a `main` were taken for one program because nothing says where they belong; 0 for less than two.
  std::size_t joined = 0;
};

class WholeProgram {
 public:
  /// Where all sources lie below one project's folder, paths are relative to it until something is shown: what is found then does not
  /// depend on where that folder lies.
  explicit WholeProgram(std::vector<std::string> roots);
  /// The projects' folders of sources, by index.
  static std::vector<std::string> roots_of(const std::vector<Source>& sources);

  /// What the build in this folder says about which files end in which program.
  void tell_programs_apart(const std::vector<Source>& sources, const std::string& build_folder);

  void set_programs(std::size_t index, std::vector<std::string> programs) { programs_[index] = std::move(programs); }
  std::vector<std::string> programs(std::size_t index) const;

  /// Facts of the source at `index`, a text for each of its commands. `from` names them where they are no facts after all.
  void add(std::size_t index, std::vector<std::string> facts, std::string from);

  /// Hashes of everything that judge() looks at.
  std::vector<std::string> parts() const;

  /// Of the files added so far. `all_there` says whether these are all of the program: then it is known which comments silence nothing.
  Linked judge(bool all_there) const;

 private:
  std::deque<facts::Unit> read() const;

  std::vector<std::string> roots_;  ///< by index: what relative paths in the facts are relative to
  std::string common_root_;         ///< empty: there are several
  std::map<std::size_t, std::vector<std::string>> facts_;
  std::map<std::size_t, std::string> from_;
  std::map<std::size_t, std::vector<std::string>> programs_;  ///< by index, as far as they are known
};

}  // namespace unblock::lint
