// The files that the git repository around a folder tracks: what a project has made its own.
#pragma once

#include <set>
#include <string>

namespace unblock::reports::sarif {

/// Absolute paths without links; empty where there is no repository, or no git. Runs `git ls-files`.
std::set<std::string> tracked_files_around(const std::string& folder);

}  // namespace unblock::reports::sarif
