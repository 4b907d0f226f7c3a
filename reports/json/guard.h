// What is looked at before a text is parsed as JSON, in one pass over its bytes: encodings that are not UTF-8, and brackets
// so deep that every later walk over the values would overflow the stack. It does not parse.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace unblock::reports::json {

/// Results and SARIF need about ten levels. A walk over the values takes up to 500 bytes of stack a level.
inline constexpr std::size_t kDeepest = 200;

/// The text as the parser takes it: bare NaN and Infinity as null, lines kept. Empty where it can be taken as it is.
/// Throws InputError for a text that is UTF-16 or UTF-32, or deeper than kDeepest.
std::string guarded(std::string_view text, const std::string& file_name);

/// Counts from 1.
std::size_t line_of(std::string_view text, std::size_t offset);

}  // namespace unblock::reports::json
