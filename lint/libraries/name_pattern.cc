#include "lint/libraries/name_pattern.h"

#include <algorithm>

namespace unblock::lint {

bool name_matches(std::string_view pattern, std::string_view name) {
  std::size_t p = 0, n = 0;
  std::size_t star = std::string_view::npos, resume = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = n;
    } else if (p < pattern.size() && pattern[p] == name[n]) {
      ++p, ++n;
    } else if (star != std::string_view::npos && name[resume] != ':') {
      p = star + 1;
      n = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool names_match(const Names& names, std::string_view name) {
  const auto matches = [&](const std::string& pattern) { return name_matches(pattern, name); };
  return std::any_of(names.names.begin(), names.names.end(), matches) &&
         std::none_of(names.except.begin(), names.except.end(), matches);
}

std::string_view last_component(std::string_view name) {
  const std::size_t at = name.rfind("::");
  return at == std::string_view::npos ? name : name.substr(at + 2);
}

}  // namespace unblock::lint
