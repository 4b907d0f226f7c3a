// A JUnit suite as it is put together: the elements and attributes that Jenkins, GitLab, GitHub's reporters and Azure agree
// on (https://github.com/testmoapp/junitxml).
#pragma once

#include <span>
#include <string>

#include "reports/text/markup.h"

namespace unblock::reports::junit {

struct Suite {
  std::string name;
  text::Markup cases = {};
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
  double time_s = 0;
  std::string timestamp = {};  ///< ISO 8601, UTC; may be empty
  std::string said = {};       ///< what the suite as a whole says; may be empty

  /// What stands inside a case, and what it counts as.
  void failure(text::Markup& inside, const std::string& message, const std::string& type, const std::string& text);
  void error(text::Markup& inside, const std::string& message, const std::string& type, const std::string& text);
  void skip(text::Markup& inside, const std::string& message);

  void add(const std::string& class_name, const std::string& name, double seconds, const text::Markup& inside, const std::string& file = "");
};

/// The whole file.
std::string document(std::span<const Suite> suites);

}  // namespace unblock::reports::junit
