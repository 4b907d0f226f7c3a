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

bool silences(const facts::Suppression& comment, std::string_view check, const facts::Place& at) {
  return comment.first_line <= at.line && at.line <= comment.last_line && comment.at.file == at.file &&
         (comment.checks.empty() || globs_match(comment.checks, check));
}

Suppressions::Suppressions(const Program& program) {
  for (const facts::Unit* unit : program.units) {
    for (const facts::Suppression& suppression : unit->suppressions) {
      by_file_[suppression.at.file].push_back(&suppression);
      if (suppression.used) used_.insert(suppression.at);
    }
  }
}

bool Suppressions::silence(const std::string& check, const facts::Call& call) {
  bool any = silence(check, call.at);
  for (const facts::Expansion& expansion : call.expansions) any |= silence(check, expansion.at);
  return any;
}

bool Suppressions::silence(const std::string& check, const facts::Place& at) {
  const auto found = by_file_.find(at.file);
  if (found == by_file_.end()) return false;
  bool any = false;
  for (const facts::Suppression* suppression : found->second) {
    if (!silences(*suppression, check, at)) continue;
    used_.insert(suppression->at);
    any = true;
  }
  return any;
}

}  // namespace unblock::lint
