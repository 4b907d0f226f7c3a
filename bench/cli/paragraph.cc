#include <algorithm>

#include "bench/cli/console.h"
#include "reports/text/grid.h"

namespace unblock::bench {

std::string paragraph(const std::string& text, std::size_t indent, std::size_t columns) {
  constexpr std::size_t kAnyWidth = 1'000'000, kLeast = 20;
  const std::string pad(indent, ' ');
  const std::string lines = reports::text::folded(text, columns == 0 ? kAnyWidth : std::max(kLeast, columns - std::min(indent, columns)));
  std::string made;
  for (std::size_t from = 0, to; from < lines.size(); from = to + 1) {
    to = std::min(lines.find('\n', from), lines.size());
    made += pad + lines.substr(from, to - from) + "\n";
  }
  return made;
}

}  // namespace unblock::bench
