// Finds and reads the compile database. Does not decide which of its files are linted.
#pragma once

#include <clang/Tooling/CompilationDatabase.h>

#include <memory>
#include <string>
#include <vector>

namespace unblock::lint {

struct Database {
  std::unique_ptr<clang::tooling::CompilationDatabase> commands;
  std::string path;  ///< empty for flags from the command line
};

/// Reads the database at `build_path` (a folder or the file); with an empty one, looks in and above `start` and in build
/// folders there. Throws reports::InputError when there is none, or it is broken or empty.
Database open_database(const std::string& build_path, const std::string& start);

/// A database of the given flags for every file.
Database fixed_database(const std::vector<std::string>& flags);

}  // namespace unblock::lint
