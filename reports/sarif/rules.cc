// SARIF 2.1.0, sections 3.49 (reportingDescriptor), 3.52 (descriptor reference) and 3.11 (message).
#include "reports/sarif/rules.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "reports/json/parse.h"

namespace unblock::reports::sarif {
namespace {

using Value = nlohmann::json;
using unblock::reports::json::array_at;
using unblock::reports::json::number_at;
using unblock::reports::json::object_at;
using unblock::reports::json::text_at;

RuleBook::Entry entry_of(const Value& value) {
  RuleBook::Entry entry;
  entry.rule.id = text_at(value, "id", "unnamed");
  entry.rule.summary = text_at(object_at(value, "shortDescription"), "text", text_at(value, "name"));
  const Value& help = object_at(value, "help");
  const std::string full = text_at(object_at(value, "fullDescription"), "text");
  entry.rule.help = text_at(help, "markdown", text_at(help, "text", full));
  entry.rule.help_uri = text_at(value, "helpUri");
  const Value& configuration = object_at(value, "defaultConfiguration");
  entry.rule.severity = severity_of(text_at(configuration, "level"), Severity::warning);
  for (const auto& [id, text] : object_at(value, "messageStrings").items()) {
    if (text.is_object()) entry.messages[id] = text_at(text, "text");
  }
  return entry;
}

std::vector<RuleBook::Entry> entries_of(const Value& component) {
  std::vector<RuleBook::Entry> entries;
  for (const Value& rule : array_at(component, "rules")) {
    entries.push_back(rule.is_object() ? entry_of(rule) : RuleBook::Entry{});
  }
  return entries;
}

template <typename List>
auto at_index(const List& list, double index) -> decltype(&list[0]) {
  if (index < 0 || index >= static_cast<double>(list.size())) return nullptr;
  return &list[static_cast<std::size_t>(index)];
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

/// "[the source](1)" points to a related location by its number (3.11.6); the words are what a reader needs.
std::string without_links(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t middle = text[i] == '[' ? text.find("](", i) : std::string::npos;
    const std::size_t end = middle == std::string::npos ? middle : text.find_first_not_of("0123456789", middle + 2);
    const bool is_link = end != std::string::npos && end > middle + 2 && text[end] == ')' && text.find('[', i + 1) > middle;
    if (!is_link) {
      plain += text[i];
      continue;
    }
    plain += text.substr(i + 1, middle - i - 1);
    i = end;
  }
  return plain;
}

std::string in_small_letters(std::string word) {
  for (char& c : word) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return word;
}

}  // namespace

RuleBook::RuleBook(const Value& tool) {
  components_.push_back(entries_of(object_at(tool, "driver")));
  for (const Value& extension : array_at(tool, "extensions")) {
    components_.push_back(extension.is_object() ? entries_of(extension) : std::vector<Entry>{});
  }
  for (const auto& entries : components_) {
    for (const Entry& entry : entries) by_id_.try_emplace(entry.rule.id, &entry);
  }
}

const RuleBook::Entry* RuleBook::find(const Value& result) const {
  const Value& reference = object_at(result, "rule");
  const double component = number_at(object_at(reference, "toolComponent"), "index", -1) + 1;
  const double index = number_at(result, "ruleIndex", number_at(reference, "index", -1));
  if (const auto* entries = at_index(components_, component)) {
    if (const Entry* entry = at_index(*entries, index)) return entry;
  }
  const std::string id = text_at(result, "ruleId", text_at(reference, "id"));
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

void RuleBook::add_rules_to(std::vector<Rule>& rules) const {
  std::set<std::string> known;
  for (const Rule& rule : rules) known.insert(rule.id);
  for (const auto& entries : components_) {
    for (const Entry& entry : entries) {
      if (!entry.rule.id.empty() && known.insert(entry.rule.id).second) rules.push_back(entry.rule);
    }
  }
}

Severity severity_of(const std::string& given, Severity fallback) {
  const std::string level = in_small_letters(given);
  if (level == "note" || level == "none") return Severity::note;
  if (level == "error") return Severity::error;
  if (level == "warning") return Severity::warning;
  return fallback;
}

std::string message_text(const Value& message, const RuleBook::Entry* rule) {
  std::string text = text_at(message, "text");
  if (text.empty() && rule != nullptr) {
    const auto found = rule->messages.find(text_at(message, "id"));
    if (found != rule->messages.end()) text = found->second;
  }
  const Value& arguments = array_at(message, "arguments");
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i].is_string()) replace_all(text, "{" + std::to_string(i) + "}", arguments[i].get<std::string>());
  }
  return without_links(text);
}

}  // namespace unblock::reports::sarif
