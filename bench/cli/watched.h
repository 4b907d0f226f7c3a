// --watch: the demonstration that a stall seen in the numbers is found in the program.
#pragma once

#include <string>
#include <vector>

#include "bench/run/catalogue.h"

namespace unblock::bench {

/// Throws reports::InputError when unblock-watch is not there, or when none of the cells can be watched.
void require_watchable(const std::vector<CellDescription>& cells);

/// Runs each cell that needs no target once more under `unblock watch`: where its loop stood still, as text.
std::string watched(const std::vector<CellDescription>& cells);

}  // namespace unblock::bench
