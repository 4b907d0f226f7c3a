// The comments of a program that silence checks.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lint/link/program.h"

namespace unblock::lint {

/// Whether a list of globs ("async-*,-async-sync-wait", as clang-tidy has it) names a check. The last that matches counts.
bool globs_match(std::string_view globs, std::string_view check);

class Suppressions {
 public:
  explicit Suppressions(const Program& program);

  /// Whether a comment silences a check at a call: on its line, or on that of a macro it comes from.
  bool silence(const std::string& check, const facts::Call& call) const;

 private:
  bool silence(const std::string& check, const facts::Place& at) const;

  std::map<std::string, std::vector<const facts::Suppression*>> by_file_;
};

}  // namespace unblock::lint
