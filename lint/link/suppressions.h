// The comments of a program that silence checks.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lint/link/program.h"

namespace unblock::lint {

/// Whether a list of globs ("async-*,-async-sync-wait", as clang-tidy has it) names a check. The last that matches counts.
bool globs_match(std::string_view globs, std::string_view check);

/// Whether a comment silences a check at a place.
bool silences(const facts::Suppression& comment, std::string_view check, const facts::Place& at);

class Suppressions {
 public:
  explicit Suppressions(const Program& program);

  /// Whether a comment silences a check at a call: on its line, or on that of a macro it comes from. Such comments are used from then on.
  bool silence(const std::string& check, const facts::Call& call);

  /// Whether one at this place has silenced something, in this program or in a unit of it.
  bool is_used(const facts::Suppression& comment) const { return used_.count(comment.at) != 0; }

 private:
  bool silence(const std::string& check, const facts::Place& at);

  std::map<std::string, std::vector<const facts::Suppression*>> by_file_;
  std::set<facts::Place> used_;
};

}  // namespace unblock::lint
