#include "reports/compare/environment.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <string_view>

namespace unblock::reports::compare {
namespace {

/// Of one pool of CI machines some have another CPU: its model may not be told, its caches and its clock are.
constexpr std::array<std::string_view, 7> kMachine = {"cpu", "cpu_model", "num_cpus", "caches", "mhz_per_cpu", "kernel", "machine"};
constexpr std::array<std::string_view, 6> kPassing = {"executable", "load_avg", "load_average_before", "date", "json_schema_version", "unblock_runtime"};

bool among(const auto& names, std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); }

/// A clock that is read while it changes differs a little each time.
bool alike(const std::string& key, const std::string& a, const std::string& b) {
  if (a == b) return true;
  const double first = std::strtod(a.c_str(), nullptr), second = std::strtod(b.c_str(), nullptr);
  return key == "mhz_per_cpu" && first > 0 && std::abs(first - second) <= 0.02 * first;
}

}  // namespace

std::vector<Difference> differences(const Environment& before, const Environment& now) {
  std::vector<Difference> found;
  for (const auto& [key, value] : before) {
    const auto other = now.find(key);
    if (other == now.end() || among(kPassing, key) || alike(key, value, other->second)) continue;
    found.push_back({key, value, other->second, among(kMachine, key)});
  }
  return found;
}

}  // namespace unblock::reports::compare
