// A file to lint, with every command that compiles it.
#pragma once

#include <clang/Tooling/CompilationDatabase.h>

#include <set>
#include <string>
#include <vector>

namespace unblock::lint {

struct Source {
  std::string file;  ///< absolute, without `.` and `..`
  std::set<std::string> objects;  ///< what its commands write, also those that were left out as repetitions; absolute
  std::vector<clang::tooling::CompileCommand> commands;  ///< each with a meaning of its own; directories are absolute
};

}  // namespace unblock::lint
