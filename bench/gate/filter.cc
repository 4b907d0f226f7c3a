#include "bench/gate/filter.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <regex>
#include <set>

#include "reports/model/error.h"

namespace unblock::bench::gate {

std::vector<std::string> chosen(const std::vector<std::string>& names, const std::string& filter) try {
  if (filter.empty() || filter == "all") return names;
  const bool negative = filter.starts_with('-');
  const std::regex pattern(filter.substr(negative ? 1 : 0), std::regex::extended);
  std::vector<std::string> result;
  std::copy_if(names.begin(), names.end(), std::back_inserter(result),
               [&](const std::string& name) { return std::regex_search(name, pattern) != negative; });
  return result;
} catch (const std::regex_error&) {
  throw reports::InputError(fmt::format("--filter '{}' is not a regular expression", filter));
}

std::vector<std::string> missing_from(const std::vector<std::string>& all, const std::vector<std::string>& some) {
  const std::set<std::string> known(some.begin(), some.end());
  std::vector<std::string> result;
  std::copy_if(all.begin(), all.end(), std::back_inserter(result), [&](const std::string& name) { return !known.contains(name); });
  return result;
}

}  // namespace unblock::bench::gate
