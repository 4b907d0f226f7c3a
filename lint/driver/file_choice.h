// Which files are linted.
#pragma once

#include <string>
#include <vector>

#include "lint/driver/database.h"
#include "lint/driver/options.h"

namespace unblock::lint {

struct FileChoice {
  std::vector<Source> sources;               ///< in the order given, or sorted
  std::string build_folder;                  ///< of the compile database; empty without one
  std::vector<std::string> not_in_database;  ///< named by the user, but nobody knows their flags
  unsigned third_party = 0;               ///< left out of the database's files
};

/// Throws reports::InputError for a name that is no file, folder or glob that matches.
FileChoice choose_files(const Options& options, const Database& database);

}  // namespace unblock::lint
