// Which functions of the source an address belongs to: the symbol, and with debug information the inlined calls and lines.
#pragma once

#include <cstdint>
#include <vector>

#include "watch/stack/image.h"

namespace unblock::watch {

/// Innermost first; at least one, which has only the address where nothing else is known.
std::vector<Frame> frames_of_address(Dwfl* dwfl, std::uint64_t address);

}  // namespace unblock::watch
