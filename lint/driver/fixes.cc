#include "lint/driver/fixes.h"

#include <algorithm>
#include <map>
#include <string>

#include "reports/file.h"

namespace unblock::lint {
namespace {

bool overlap(const Replacement& a, const Replacement& b) {
  if (a.file != b.file) return false;
  return a.offset < b.offset + std::max(1u, b.length) && b.offset < a.offset + std::max(1u, a.length);
}

}  // namespace

FixSummary apply_fixes(const std::vector<LintFinding>& findings) {
  FixSummary summary;
  std::vector<Replacement> chosen;
  for (const LintFinding& found : findings) {
    const auto taken = [&](const Replacement& part) {
      return std::any_of(chosen.begin(), chosen.end(), [&](const Replacement& other) { return overlap(part, other); });
    };
    const bool conflict = std::any_of(found.fix.begin(), found.fix.end(), taken);
    const bool applies = !found.fix.empty() && !conflict;
    summary.fixed.push_back(applies);
    if (conflict) ++summary.conflicting;
    if (!applies) continue;
    chosen.insert(chosen.end(), found.fix.begin(), found.fix.end());
    ++summary.applied;
  }
  std::map<std::string, std::vector<Replacement>> by_file;
  for (const Replacement& part : chosen) by_file[part.file].push_back(part);
  for (auto& [file, parts] : by_file) {
    std::string text = reports::read_file(file);
    std::sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) { return a.offset > b.offset; });
    for (const Replacement& part : parts) {
      if (part.offset + part.length <= text.size()) text.replace(part.offset, part.length, part.text);
    }
    reports::write_file(file, text);
  }
  return summary;
}

}  // namespace unblock::lint
