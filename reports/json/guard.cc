#include "reports/json/guard.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/model/error.h"

namespace unblock::reports::json {
namespace {

constexpr std::string_view kNotJson[] = {"-Infinity", "Infinity", "-NaN", "NaN", "-inf", "inf", "-nan", "nan"};

std::size_t bare_word_at(std::string_view text, std::size_t i) {
  for (const std::string_view word : kNotJson) {
    if (text.substr(i, word.size()) == word) return word.size();
  }
  return 0;
}

bool may_begin_bare_word(char c) { return c == '-' || c == 'I' || c == 'N' || c == 'i' || c == 'n'; }

/// JSON begins with an ASCII character, so a zero byte among the first two tells a wider encoding (RFC 4627, section 3).
bool is_wide(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return true;
  return text.size() >= 4 && (text[0] == '\0') != (text[1] == '\0') && (text[2] == '\0' || text[3] == '\0');
}

}  // namespace

std::string guarded(std::string_view text, const std::string& file_name) {
  if (is_wide(text)) {
    throw InputError(fmt::format("cannot read '{}': it is encoded as UTF-16 or UTF-32: store it as UTF-8", file_name));
  }
  std::string clean;
  std::size_t copied = 0, depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') in_string = !in_string;
    if (in_string && c == '\\') ++i;
    if (in_string) continue;
    if (c == '[' || c == '{') ++depth;
    if ((c == ']' || c == '}') && depth > 0) --depth;
    if (depth > kDeepest) {
      throw InputError(fmt::format("cannot read '{}': brackets are nested more than {} deep at line {}", file_name, kDeepest, line_of(text, i)));
    }
    const std::size_t length = may_begin_bare_word(c) ? bare_word_at(text, i) : 0;
    if (length == 0) continue;
    clean.append(text.substr(copied, i - copied)).append("null");
    i += length - 1;
    copied = i + 1;
  }
  if (copied > 0) clean.append(text.substr(copied));
  return clean;
}

std::size_t line_of(std::string_view text, std::size_t offset) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size()));
  return 1 + static_cast<std::size_t>(std::count(text.begin(), end, '\n'));
}

}  // namespace unblock::reports::json
