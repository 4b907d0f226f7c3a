// Which programs a build makes of its object files, as far as the files of the build say: a database holds several programs, and
// what one of them defines says nothing about the next.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace unblock::lint {

class BuildGraph {
 public:
  /// What Ninja's file in the folder of a compile database says, or else the link commands that CMake's makefiles keep beside the
  /// objects. Nothing where there is neither. Paths are absolute.
  static BuildGraph read(const std::string& folder, const std::set<std::string>& objects);

  void add(const std::string& output, const std::vector<std::string>& inputs);

  /// The `build` statements of a Ninja file. Those of other kinds than compiling, archiving and linking are left out.
  void add_ninja(std::string_view text, const std::string& folder);

  /// For each object the programs it ends in, alone or through libraries. What ends in none is not there: it may be part of all.
  std::map<std::string, std::set<std::string>> programs_of(const std::set<std::string>& objects) const;

 private:
  void add_link_command(const std::string& file, const std::string& folder);

  std::map<std::string, std::vector<std::string>> inputs_;  ///< by output
};

}  // namespace unblock::lint
