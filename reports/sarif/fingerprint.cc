// FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/. Not for security, only for telling findings apart.
#include "reports/sarif/fingerprint.h"

#include <fmt/format.h>

#include <cctype>

namespace unblock::reports::sarif {
namespace {

std::uint64_t hash(std::string_view text) {
  std::uint64_t value = 14695981039346656037u;
  for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return value;
}

/// Indentation and spacing change with formatting; the finding does not.
std::string without_blanks(const std::string& line) {
  std::string dense;
  for (const char c : line) {
    if (std::isspace(static_cast<unsigned char>(c)) == 0) dense += c;
  }
  return dense;
}

std::string line_of(const Finding& finding) {
  const unsigned first = finding.source_first_line, line = finding.location.line;
  if (first == 0 || line < first || line - first >= finding.source.size()) return finding.message;
  return without_blanks(finding.source[line - first]);
}

}  // namespace

std::string fingerprint(const Finding& finding, std::map<std::string, unsigned>& seen) {
  std::string name = fmt::format(
      "{:016x}", hash(fmt::format("{}\n{}\n{}", finding.check, finding.location.file, line_of(finding))));
  const unsigned earlier = seen[name]++;
  if (earlier > 0) name += fmt::format("-{}", earlier + 1);
  return name;
}

}  // namespace unblock::reports::sarif
