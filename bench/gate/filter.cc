#include "bench/gate/filter.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "reports/model/error.h"

namespace unblock::bench::gate {

std::vector<std::string> chosen(const std::vector<std::string>& names, const std::string& filter) {
  if (filter.empty() || filter == "all") return names;
  const bool negative = filter.starts_with('-');
  const RE2 pattern(filter.substr(negative ? 1 : 0), RE2::Quiet);
  if (!pattern.ok()) throw reports::InputError(fmt::format("--filter '{}' is not a regular expression: {}", filter, pattern.error()));
  std::vector<std::string> result;
  std::copy_if(names.begin(), names.end(), std::back_inserter(result), [&](const std::string& name) { return RE2::PartialMatch(name, pattern) != negative; });
  return result;
}

std::vector<std::string> missing_from(const std::vector<std::string>& all, const std::vector<std::string>& some) {
  const std::set<std::string> known(some.begin(), some.end());
  std::vector<std::string> result;
  std::copy_if(all.begin(), all.end(), std::back_inserter(result), [&](const std::string& name) { return !known.contains(name); });
  return result;
}

}  // namespace unblock::bench::gate
