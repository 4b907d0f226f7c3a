#include "reports/compare/settings.h"

#include <fmt/format.h>

#include <string_view>

#include "reports/model/error.h"

namespace unblock::reports::compare {
namespace {

using Texts = std::map<std::string, std::string>;

/// Settings that change what is measured. Those that say how long, how often or in which order are not here.
struct Setting {
  const char *key, *told_as, *unless_said;
};
constexpr Setting kSettings[] = {
    {"min_time_s", "seconds per round (--min-time)", ""},
    {"keep_awake", "--keep-awake", ""},
    {"clients", "--clients", "1"},
    {"sweep", "--sweep", "none"},
};

std::string value(const Texts& texts, const char* key, const char* unless_said) {
  const auto found = texts.find(key);
  return found == texts.end() ? unless_said : found->second;
}

/// A server of one's own may stand at another address; ours and another do different work.
std::string kind_of_target(const Texts& settings) {
  const std::string target = value(settings, "target", "");
  if (target.empty()) return "our own here";
  return target.starts_with("unblock://") ? "our own on another host" : "a real server";
}

void note(std::vector<std::string>& clauses, const std::string& told_as, const std::string& before, const std::string& now) {
  if (!before.empty() && !now.empty() && before != now) clauses.push_back(fmt::format("{} {}, then {}", told_as, before, now));
}

}  // namespace

std::vector<std::string> mismatches(const Run& before, const Run& now) {
  std::vector<std::string> clauses;
  note(clauses, "build", value(before.environment, "library_build_type", ""), value(now.environment, "library_build_type", ""));
  if (before.settings.empty() || now.settings.empty()) return clauses;
  for (const Setting& one : kSettings) {
    note(clauses, one.told_as, value(before.settings, one.key, one.unless_said), value(now.settings, one.key, one.unless_said));
  }
  note(clauses, "target (--target)", kind_of_target(before.settings), kind_of_target(now.settings));
  return clauses;
}

void require_same_settings(const Run& before, const Run& now) {
  const std::vector<std::string> clauses = mismatches(before, now);
  if (clauses.empty()) return;
  throw InputError(fmt::format("cannot compare '{}' with '{}', which were measured with different settings: {}; measure both in the same way", now.source,
                               before.source, fmt::join(clauses, "; ")));
}

}  // namespace unblock::reports::compare
