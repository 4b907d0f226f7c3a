#include "lint/link/unused_suppressions.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "lint/link/words.h"

namespace unblock::lint {
namespace {

/// The entries of a comment's list that are about our checks, as they are written.
std::vector<std::string> ours(const std::string& list) {
  std::vector<std::string> entries;
  for (std::size_t start = 0; start <= list.size();) {
    const std::size_t end = std::min(list.find(',', start), list.size());
    const std::size_t first = list.find_first_not_of(" \t", start);
    std::string entry = first < end ? list.substr(first, end - first) : "";
    entry.erase(entry.find_last_not_of(" \t") + 1);
    if (entry.starts_with("async-")) entries.push_back(entry);
    start = end + 1;
  }
  return entries;
}

std::string quoted(const std::vector<std::string>& entries) {
  std::string text;
  for (const std::string& entry : entries) text += fmt::format("{}'{}'", text.empty() ? "" : ", ", entry);
  return text;
}

class UnusedFinder {
 public:
  UnusedFinder(const Suppressions& suppressions, const std::vector<std::string>& checks, const std::set<std::string>& undecided)
      : suppressions_(suppressions), checks_(checks), undecided_(undecided) {}

  void look(const facts::Unit& unit) {
    const std::set<std::string> shown(unit.reported_files.begin(), unit.reported_files.end());
    for (const facts::Suppression& comment : unit.suppressions) {
      State& state = states_[comment.at];
      state.comment = &comment;
      state.shown = state.shown || shown.count(comment.at.file) != 0;
      const auto* chosen = facts::option_of(unit, kUnusedSuppression);
      state.as_error = state.as_error || (chosen && chosen->as_error);
      state.open = state.open || !chosen || unit.incomplete || !all_looked(unit, comment);
    }
  }

  std::vector<UnusedSuppression> run() const {
    std::vector<UnusedSuppression> unused;
    for (const auto& [at, state] : states_) {
      if (state.open || !state.shown || suppressions_.is_used(*state.comment)) continue;
      const auto entries = ours(state.comment->checks);
      unused.push_back({state.comment, state.as_error, fmt::format("this comment silences nothing: {} find{} nothing here{}take it out, or it hides the next mistake", quoted(entries), entries.size() == 1 ? "s" : "", kInsteadMark)});
    }
    return unused;
  }

 private:
  struct State {
    const facts::Suppression* comment = nullptr;
    bool open = false, shown = false, as_error = false;
  };

  bool all_looked(const facts::Unit& unit, const facts::Suppression& comment) const {
    const auto entries = ours(comment.checks);
    if (entries.empty() || std::find(entries.begin(), entries.end(), kUnusedSuppression) != entries.end()) return false;
    bool any = false;
    for (const std::string& check : checks_) {
      if (check == kUnusedSuppression || !globs_match(comment.checks, check)) continue;
      any = true;
      if (undecided_.count(check) != 0 || !facts::option_of(unit, check)) return false;
    }
    return any;
  }

  const Suppressions& suppressions_;
  const std::vector<std::string>& checks_;
  const std::set<std::string>& undecided_;
  std::map<facts::Place, State> states_;
};

}  // namespace

std::vector<UnusedSuppression> find_unused(const Program& program, const Suppressions& suppressions, const std::vector<std::string>& checks,
                                           const std::set<std::string>& undecided) {
  UnusedFinder finder(suppressions, checks, undecided);
  for (const facts::Unit* unit : program.units) finder.look(*unit);
  return finder.run();
}

}  // namespace unblock::lint
