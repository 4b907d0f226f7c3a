// Which variables and members hold handles that do not block, and which hold files that were opened, wherever in the program that
// happens: the facts follow copies, arguments and member initialisers.
#pragma once

#include "lint/link/program.h"

namespace unblock::lint {

/// Fills Program::nonblocking_handles and Program::opened_files.
void find_handles(Program& program);

}  // namespace unblock::lint
