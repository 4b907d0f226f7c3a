#include "reports/csv/field.h"

#include <string_view>

#include "reports/text/clean.h"

namespace unblock::reports::csv {

std::string field(const std::string& raw) {
  std::string text = text::clean(raw);
  if (!text.empty() && std::string_view("=+-@\t").find(text.front()) != std::string_view::npos) text.insert(0, "'");
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

}  // namespace unblock::reports::csv
