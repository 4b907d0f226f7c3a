// Which number of a benchmark is judged how: time and rates by evidence, counts exactly or at 1 %, the rest not at all.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace unblock::bench::gate {

enum class Rule {
  lower,   ///< noisy, lower is better: judged like time
  higher,  ///< noisy, higher is better: judged like time, upside down
  count,   ///< lower is better, steady: any increase where it never varies, 1 % where it does
  exact,   ///< any difference is wrong, in either direction
  info,    ///< shown, not judged
};

std::string_view name_of(Rule rule);

/// What the user said on the command line and in .unblock.yaml, over what we know of well-known counters.
class Rules {
 public:
  /// "NAME=KIND", for example "frames=higher". Throws reports::InputError.
  void add(const std::string& assignment, const std::string& place);

  /// `gate: counters: {NAME: KIND}` of a .unblock.yaml; a file without `gate:` says nothing. Throws reports::InputError.
  void read(const std::string& yaml_path);

  Rule rule_for(const std::string& metric) const;

  /// Names that the user gave; one that no benchmark reports is a mistake worth naming.
  const std::map<std::string, Rule>& given() const { return given_; }

  bool judges_cpu_time() const { return rule_for("cpu_time") != Rule::info; }

 private:
  std::map<std::string, Rule> given_;
};

}  // namespace unblock::bench::gate
