#include "lint/libraries/yaml_map.h"

#include <fmt/format.h>

#include <charconv>

#include "reports/model/error.h"

namespace unblock::lint {
namespace {

[[noreturn]] void fail_at(const std::string& file, const YAML::Mark& mark, const std::string& sentence) {
  throw reports::InputError(fmt::format("{}:{}: {}", file, mark.line + 1, sentence));
}

std::optional<std::int64_t> parse_integer(const std::string& text) {
  std::int64_t value = 0;
  const bool negative = !text.empty() && text[0] == '-';
  const bool hex = text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
  const char* begin = text.data() + (hex ? 2 : negative ? 1
                                                        : 0);
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(begin, end, value, hex ? 16 : 10);
  if (error != std::errc() || stop != end || value < 0) return std::nullopt;
  return negative ? -value : value;
}

}  // namespace

YamlMap::YamlMap(const YAML::Node& node, std::string file, std::string what)
    : node_(node), file_(std::move(file)), what_(std::move(what)) {
  if (!node_.IsMap()) fail(fmt::format("expected {} as a map of keys", what_));
}

void YamlMap::fail(const std::string& sentence, const std::string& key) const {
  const YAML::Node at = key.empty() ? node_ : node_[key];
  fail_at(file_, at.Mark(), sentence);
}

YAML::Node YamlMap::find(const std::string& key) {
  asked_.insert(key);
  return std::as_const(node_)[key];
}

std::optional<YAML::Node> YamlMap::node(const std::string& key) {
  YAML::Node found = find(key);
  if (!found.IsDefined()) return std::nullopt;
  return found;
}

std::optional<std::string> YamlMap::text(const std::string& key) {
  const auto found = node(key);
  if (!found) return std::nullopt;
  if (!found->IsScalar()) fail(fmt::format("expected a text for '{}' of {}", key, what_), key);
  return found->Scalar();
}

std::string YamlMap::required_text(const std::string& key) {
  const auto found = text(key);
  if (!found) fail(fmt::format("{} needs the key '{}'", what_, key));
  return *found;
}

std::optional<std::int64_t> YamlMap::integer(const std::string& key) {
  const auto found = text(key);
  if (!found) return std::nullopt;
  const auto value = parse_integer(*found);
  if (!value) fail(fmt::format("expected a whole number for '{}' of {}, found '{}'", key, what_, *found), key);
  return value;
}

std::optional<bool> YamlMap::boolean(const std::string& key) {
  const auto found = text(key);
  if (!found) return std::nullopt;
  if (*found == "true") return true;
  if (*found == "false") return false;
  fail(fmt::format("expected true or false for '{}' of {}, found '{}'", key, what_, *found), key);
}

std::vector<std::string> YamlMap::strings(const std::string& key) {
  const auto found = node(key);
  if (!found) return {};
  if (found->IsScalar()) return {found->Scalar()};
  if (!found->IsSequence()) fail(fmt::format("expected a list of names for '{}' of {}", key, what_), key);
  std::vector<std::string> result;
  for (const auto& entry : *found) {
    if (!entry.IsScalar()) fail_at(file_, entry.Mark(), fmt::format("expected a name in the list '{}'", key));
    result.push_back(entry.Scalar());
  }
  return result;
}

std::vector<int> YamlMap::integers(const std::string& key) {
  std::vector<int> result;
  for (const std::string& entry : strings(key)) {
    const auto value = parse_integer(entry);
    if (!value) fail(fmt::format("expected argument numbers for '{}' of {}, found '{}'", key, what_, entry), key);
    result.push_back(static_cast<int>(*value));
  }
  return result;
}

void YamlMap::maps(const std::string& key, const std::string& what,
                   const std::function<void(YamlMap&)>& each) {
  const auto found = node(key);
  if (!found || found->IsNull()) return;
  const auto one = [&](const YAML::Node& entry) {
    YamlMap map(entry, file_, what);
    each(map);
    map.finish();
  };
  if (found->IsMap()) return one(*found);
  if (!found->IsSequence()) fail(fmt::format("expected a list for '{}'", key), key);
  for (const auto& entry : *found) one(entry);
}

void YamlMap::finish() {
  std::string known;
  for (const std::string& key : asked_) known += (known.empty() ? "" : ", ") + key;
  for (const auto& entry : node_) {
    const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
    if (asked_.count(key)) continue;
    fail_at(file_, entry.first.Mark(), fmt::format("unknown key '{}' in {}; expected one of {}", key, what_, known));
  }
}

}  // namespace unblock::lint
