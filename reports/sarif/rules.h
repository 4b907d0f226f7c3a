// The rules of a SARIF run, and the ways in which a result names one: by id, by index, or inside an extension.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <unordered_map>
#include <vector>

#include "reports/model/finding.h"

namespace unblock::reports::sarif {

class RuleBook {
 public:
  struct Entry {
    Rule rule;
    std::map<std::string, std::string> messages;  ///< texts that results name by id
  };

  /// `tool` is the run's tool object.
  explicit RuleBook(const nlohmann::json& tool);
  RuleBook(const RuleBook&) = delete;
  RuleBook& operator=(const RuleBook&) = delete;

  /// Nothing when the result names no rule that the file describes.
  const Entry* find(const nlohmann::json& result) const;
  void add_rules_to(std::vector<Rule>& rules) const;

 private:
  std::vector<std::vector<Entry>> components_;  ///< the driver first, then the extensions
  std::unordered_map<std::string, const Entry*> by_id_;
};

/// The word of SARIF, or `fallback` when it is empty or unknown.
Severity severity_of(const std::string& level, Severity fallback);

/// A message in place, or the rule's text with its {0} filled in.
std::string message_text(const nlohmann::json& message, const RuleBook::Entry* rule);

}  // namespace unblock::reports::sarif
