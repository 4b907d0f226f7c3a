#include "lint/link/suppressions.h"

#include <algorithm>

namespace unblock::lint {
namespace {

bool glob_matches(std::string_view glob, std::string_view text) {
  std::size_t g = 0, t = 0, star = std::string_view::npos, mark = 0;
  while (t < text.size()) {
    if (g < glob.size() && glob[g] == '*') {
      star = g++;
      mark = t;
    } else if (g < glob.size() && glob[g] == text[t]) {
      ++g;
      ++t;
    } else if (star != std::string_view::npos) {
      g = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (g < glob.size() && glob[g] == '*') ++g;
  return g == glob.size();
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace

bool globs_match(std::string_view globs, std::string_view check) {
  bool matches = false;
  while (!globs.empty()) {
    const std::size_t end = globs.find(',');
    std::string_view glob = trimmed(globs.substr(0, end));
    globs = end == std::string_view::npos ? std::string_view() : globs.substr(end + 1);
    const bool negative = glob.starts_with('-');
    if (negative) glob.remove_prefix(1);
    if (glob_matches(glob, check)) matches = !negative;
  }
  return matches;
}

Suppressions::Suppressions(const Program& program) {
  for (const facts::Unit* unit : program.units) {
    for (const facts::Suppression& suppression : unit->suppressions) by_file_[suppression.at.file].push_back(&suppression);
  }
}

bool Suppressions::silence(const std::string& check, const facts::Call& call) const {
  return silence(check, call.at) || std::any_of(call.expansions.begin(), call.expansions.end(),
                                                [&](const facts::Expansion& expansion) { return silence(check, expansion.at); });
}

bool Suppressions::silence(const std::string& check, const facts::Place& at) const {
  const auto found = by_file_.find(at.file);
  return found != by_file_.end() && std::any_of(found->second.begin(), found->second.end(), [&](const facts::Suppression* suppression) {
           return suppression->first_line <= at.line && at.line <= suppression->last_line &&
                  (suppression->checks.empty() || globs_match(suppression->checks, check));
         });
}

}  // namespace unblock::lint
