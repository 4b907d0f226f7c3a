// Which files are linted, and which code counts as somebody else's.
#pragma once

#include <string>
#include <vector>

#include "lint/driver/database.h"
#include "lint/driver/options.h"

namespace unblock::lint {

struct FileChoice {
  std::vector<Source> sources;               ///< in the order given, or sorted
  std::vector<std::string> not_in_database;  ///< named by the user, but nobody knows their flags
  unsigned third_party = 0;               ///< left out of the database's files
};

/// Throws reports::InputError for a name that is no file, folder or glob that matches.
FileChoice choose_files(const Options& options, const Database& database);

/// Whether a path lies in a folder for code of others: third_party, external, vendor, _deps and alike.
bool in_third_party_folder(const std::string& path);

/// Whether a file is not of the project below `root`, or is in one of its folders for code of others.
bool is_foreign_to(const std::string& root, const std::string& path);

/// The folder that counts as the project of `file`: where the nearest `.git` is, or "/" without one.
std::string project_root(const std::string& file);

}  // namespace unblock::lint
