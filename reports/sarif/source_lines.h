// The lines around findings and the steps of their chains, read from the files that they name.
#pragma once

#include <string>

#include "reports/model/finding.h"

namespace unblock::reports::sarif {

/// Fills in what has no lines yet. A relative name is one below `root`. Only regular files inside `root` are read, since the
/// names may come from a file that somebody else wrote; an empty `root` means that the names are our own and any is read.
/// What cannot be read stays without lines.
void add_source_lines(Findings& findings, const std::string& root);

}  // namespace unblock::reports::sarif
