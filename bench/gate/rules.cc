#include "bench/gate/rules.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <array>
#include <utility>

#include "reports/file.h"
#include "reports/metrics/metrics.h"
#include "reports/model/error.h"

namespace unblock::bench::gate {
namespace {

using reports::InputError;

constexpr std::array<std::pair<std::string_view, MetricRule>, 8> kNames = {{{"lower", MetricRule::lower},
                                                                            {"lower-is-better", MetricRule::lower},
                                                                            {"higher", MetricRule::higher},
                                                                            {"higher-is-better", MetricRule::higher},
                                                                            {"count", MetricRule::count},
                                                                            {"exact", MetricRule::exact},
                                                                            {"info", MetricRule::info},
                                                                            {"informational", MetricRule::info}}};

MetricRule rule_named(const std::string& kind, const std::string& metric, const std::string& place) {
  for (const auto& [name, rule] : kNames) {
    if (kind == name) return rule;
  }
  throw InputError(fmt::format("{}: the counter '{}' cannot be '{}': exact, count, lower-is-better, higher-is-better or informational", place,
                               metric, kind));
}

}  // namespace

std::string_view name_of(MetricRule rule) {
  switch (rule) {
    case MetricRule::lower: return "lower-is-better";
    case MetricRule::higher: return "higher-is-better";
    case MetricRule::count: return "count";
    case MetricRule::exact: return "exact";
    case MetricRule::info: return "informational";
  }
  return {};
}

void Rules::add(const std::string& assignment, const std::string& place) {
  const std::size_t equals = assignment.rfind('=');
  if (equals == assignment.npos || equals == 0) {
    throw InputError(fmt::format("{} '{}': NAME=KIND is expected, for example frames=higher-is-better", place, assignment));
  }
  const std::string metric = assignment.substr(0, equals);
  given_[metric] = rule_named(assignment.substr(equals + 1), metric, place);
}

void Rules::read(const std::string& yaml_path) try {
  const YAML::Node root = YAML::Load(reports::read_file(yaml_path, 1u << 20));
  if (!root.IsMap() || !root["gate"] || root["gate"].IsNull()) return;
  const YAML::Node gate = root["gate"];
  if (!gate.IsMap()) throw InputError(fmt::format("'{}': gate must be a map with the key counters", yaml_path));
  for (const auto& entry : gate) {
    const auto key = entry.first.as<std::string>();
    if (key != "counters") throw InputError(fmt::format("'{}': gate.{} is not known, only gate.counters is", yaml_path, key));
  }
  const YAML::Node counters = gate["counters"];
  if (!counters || counters.IsNull()) return;
  if (!counters.IsMap()) throw InputError(fmt::format("'{}': gate.counters must be a map from counter to kind", yaml_path));
  for (const auto& entry : counters) {
    const auto metric = entry.first.as<std::string>();
    // The command line is read first, and wins.
    given_.try_emplace(metric, rule_named(entry.second.as<std::string>(), metric, fmt::format("'{}'", yaml_path)));
  }
} catch (const YAML::Exception& error) {
  throw InputError(fmt::format("cannot read '{}': {} at line {}", yaml_path, error.msg, error.mark.line + 1));
}

MetricRule Rules::rule_for(const std::string& metric) const {
  if (const auto said = given_.find(metric); said != given_.end()) return said->second;
  const reports::metrics::Metric* known = reports::metrics::find(metric);
  return known == nullptr ? MetricRule::info : known->rule;
}

}  // namespace unblock::bench::gate
