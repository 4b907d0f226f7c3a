// Finds and reads the compile database. Does not decide which of its files are linted.
#pragma once

#include <clang/Tooling/CompilationDatabase.h>

#include <memory>
#include <string>
#include <vector>

#include "lint/driver/source.h"

namespace unblock::lint {

struct Database {
  std::string path;              ///< empty for flags from the command line
  std::vector<Source> sources;   ///< sorted by file, one for each; empty for flags from the command line
  unsigned other_languages = 0;  ///< files left out: assembler, resources and alike
  unsigned repeated = 0;         ///< commands left out: they read what another one of the same file reads
  std::vector<std::string> flags;  ///< from the command line

  /// The source with this absolute file; nothing when the database does not name it.
  const Source* find(const std::string& file) const;
};

/// Reads the database at `build_path` (a folder or the file); with an empty one, looks in and above `start` and in build
/// folders there. Throws reports::InputError when there is none, or it is broken or empty.
Database open_database(const std::string& build_path, const std::string& start);

/// The given flags for every file.
Database fixed_database(const std::vector<std::string>& flags);

/// A file with the flags from the command line.
Source with_fixed_flags(const Database& database, const std::string& file);

/// A file that the database does not name, a header for instance, with the flags of a source that includes it by name, else of
/// the one whose name is most like its own.
Source with_inferred_flags(const Database& database, const std::string& file);

}  // namespace unblock::lint
