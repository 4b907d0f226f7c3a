// Which number of a benchmark is judged how: time and rates by evidence, counts exactly or at 1 %, the rest not at all.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "reports/model/comparison.h"

namespace unblock::bench::gate {

using reports::MetricRule;

std::string_view name_of(MetricRule rule);

/// What the user said on the command line and in .unblock.yaml, over what we know of well-known counters.
class Rules {
 public:
  /// "NAME=KIND", for example "frames=higher". Throws reports::InputError.
  void add(const std::string& assignment, const std::string& place);

  /// `gate: counters: {NAME: KIND}` of a .unblock.yaml; a file without `gate:` says nothing. Throws reports::InputError.
  void read(const std::string& yaml_path);

  MetricRule rule_for(const std::string& metric) const;

  /// Names that the user gave; one that no benchmark reports is a mistake worth naming.
  const std::map<std::string, MetricRule>& given() const { return given_; }

  bool judges_cpu_time() const { return rule_for("cpu_time") != MetricRule::info; }

 private:
  std::map<std::string, MetricRule> given_;
};

}  // namespace unblock::bench::gate
