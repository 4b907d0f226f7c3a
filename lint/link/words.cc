#include "lint/link/words.h"

namespace unblock::lint {

std::string fill_name(std::string text, const std::string& name) {
  for (std::size_t at = text.find("{name}"); at != std::string::npos; at = text.find("{name}", at + name.size())) {
    text.replace(at, 6, name);
  }
  return text;
}

std::string instead_clause(const std::string& instead, const std::string& name) {
  return instead.empty() ? "" : kInsteadMark + fill_name(instead, name);
}

}  // namespace unblock::lint
