#include "reports/markdown/text.h"

#include "reports/text/clean.h"

namespace unblock::reports::markdown {

std::string plain(const std::string& text, std::size_t limit) {
  std::string safe;
  for (const char c : text::shortened(text::clean(text), limit)) {
    if (c == '\n' || c == '\t') safe += ' ';
    else if (c == '<') safe += "&lt;";
    else if (c == '>') safe += "&gt;";
    else if (c == '&') safe += "&amp;";
    else if (c == '@') safe += "&#64;";
    else if (c == '#') safe += "&#35;";
    else if (std::string_view("\\`*_{}[]()!|~").find(c) != std::string_view::npos) (safe += '\\') += c;
    else safe += c;
  }
  return safe;
}

}  // namespace unblock::reports::markdown
