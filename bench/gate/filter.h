// Choosing benchmarks by name, as --benchmark_filter does.
#pragma once

#include <string>
#include <vector>

namespace unblock::bench::gate {

/// The names in which `filter` is found: an extended regular expression; with a leading '-' those in which it is not.
/// Throws reports::InputError where it is none.
std::vector<std::string> chosen(const std::vector<std::string>& names, const std::string& filter);

/// What is in `all` and not in `some`, in the order of `all`.
std::vector<std::string> missing_from(const std::vector<std::string>& all, const std::vector<std::string>& some);

}  // namespace unblock::bench::gate
