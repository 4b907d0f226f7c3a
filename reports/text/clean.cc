// UTF-8 as in RFC 3629; the direction marks are those of CVE-2021-42574.
#include "reports/text/clean.h"

#include <fmt/format.h>

#include <cctype>
#include <cstdint>

namespace unblock::reports::text {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct Character {
  std::uint32_t code = 0;
  std::size_t length = 0;  ///< 0: not UTF-8
};

Character character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3
                                                               : 2;
  if (first < 0xC2 || first > 0xF4 || at + length > text.size()) return {};
  std::uint32_t code = first & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return {};
    code = code << 6 | (byte(at + i) & 0x3Fu);
  }
  constexpr std::uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = code >= 0xD800 && code < 0xE000;
  if (code < kSmallest[length] || code > 0x10FFFF || is_surrogate) return {};
  return {code, length};
}

bool turns_direction(std::uint32_t code) {
  return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

bool is_control(std::uint32_t code) {
  return (code < 0x20 && code != '\t' && code != '\n') || (code >= 0x7F && code < 0xA0) || code == 0xFFFE || code == 0xFFFF;
}

}  // namespace

std::string clean(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const Character character = character_at(text, i);
    if (character.length == 0 || is_control(character.code)) {
      const bool is_line_end = character.code == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
      if (!is_line_end) safe += kReplacement;
    } else if (turns_direction(character.code)) {
      safe += fmt::format("[U+{:04X}]", character.code);
    } else {
      safe += text.substr(i, character.length);
    }
    i += character.length == 0 ? 1 : character.length;
  }
  return safe;
}

std::string shortened(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return std::string(text);
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) --limit;
  return std::string(text.substr(0, limit)) + "…";
}

std::string slug(std::string_view text) {
  std::string made;
  for (const char c : text) {
    const bool keeps = std::isalnum(static_cast<unsigned char>(c)) != 0;
    if (keeps) made += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (!keeps && !made.empty() && made.back() != '-') made += '-';
  }
  while (!made.empty() && made.back() == '-') made.pop_back();
  return made;
}

}  // namespace unblock::reports::text
