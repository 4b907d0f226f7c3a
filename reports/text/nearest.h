// The name that a user probably meant.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace unblock::reports::text {

/// The known name with the fewest edits, if they are few enough to be a slip; else empty.
std::string nearest(std::string_view typed, std::span<const std::string_view> known);

}  // namespace unblock::reports::text
