// The lines around findings and the steps of their chains, read from the files that they name.
#pragma once

#include <cstddef>
#include <set>
#include <string>

#include "reports/model/finding.h"

namespace unblock::reports::sarif {

/// Fills in what has no lines yet, from regular files. What cannot be read stays without lines.
/// A relative name is one below `root`, and only files inside `root` are read; an empty `root` means that the names are our
/// own and any is read.
void add_source_lines(Findings& findings, const std::string& root);

/// For names that somebody else wrote, who must not choose which files of this machine are published: only files among
/// `allowed` (absolute paths without links) are read. Returns how many others the findings name that are there.
std::size_t add_source_lines(Findings& findings, const std::string& root, const std::set<std::string>& allowed);

}  // namespace unblock::reports::sarif
