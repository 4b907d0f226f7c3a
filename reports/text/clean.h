// Text from an input file, made safe to show: valid UTF-8, no control characters, no invisible direction marks.
#pragma once

#include <string>
#include <string_view>

namespace unblock::reports::text {

/// Bytes that are not UTF-8 and control characters (tab and line feed stay) become U+FFFD. Marks that turn the direction
/// of text, with which source code can be made to read otherwise than it runs, become visible as [U+202E].
std::string clean(std::string_view text);

/// The first `limit` bytes, never in the middle of a character, with … where something was cut.
std::string shortened(std::string_view text, std::size_t limit);

/// Lower-case letters, digits and dashes: fit for an id or a link. Different texts may give the same.
std::string slug(std::string_view text);

}  // namespace unblock::reports::text
