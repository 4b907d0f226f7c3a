// Which variables and members hold handles that do not block (made so by O_NONBLOCK, non_blocking(true)), and which hold files
// that were opened, wherever in the unit that happens: the facts follow copies, arguments and member initialisers.
#pragma once

#include "lint/extract/unit.h"

namespace unblock::lint {

/// Fills Unit::nonblocking_handles and Unit::opened_files.
void find_handles(Unit& unit);

}  // namespace unblock::lint
