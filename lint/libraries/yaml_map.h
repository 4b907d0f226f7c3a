// A YAML map read key by key. Whatever is missing, unknown or of the wrong kind becomes one sentence with file and line.
// Knows nothing of what the keys mean.
#pragma once

#include <yaml-cpp/yaml.h>

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace unblock::lint {

class YamlMap {
 public:
  /// Throws reports::InputError when `node` is not a map.
  YamlMap(const YAML::Node& node, std::string file, std::string what);

  std::optional<std::string> text(const std::string& key);
  std::string required_text(const std::string& key);
  std::optional<std::int64_t> integer(const std::string& key);
  std::optional<bool> boolean(const std::string& key);
  /// One string or a list of strings.
  std::vector<std::string> strings(const std::string& key);
  /// One integer or a list of integers.
  std::vector<int> integers(const std::string& key);
  /// Calls `each` for every map in the list at `key`; a single map counts as a list of one.
  void maps(const std::string& key, const std::string& what, const std::function<void(YamlMap&)>& each);
  std::optional<YAML::Node> node(const std::string& key);

  /// The value at `key` as one of the words; absent: nothing.
  template <class T>
  std::optional<T> word(const std::string& key, const std::vector<std::pair<const char*, T>>& words) {
    const auto value = text(key);
    if (!value) return std::nullopt;
    std::string known;
    for (const auto& [name, meaning] : words) {
      if (*value == name) return meaning;
      known += (known.empty() ? "" : ", ") + std::string(name);
    }
    fail("expected one of " + known + " for '" + key + "', found '" + *value + "'", key);
  }

  /// Throws when the map holds a key that nobody asked for.
  void finish();
  [[noreturn]] void fail(const std::string& sentence, const std::string& key = {}) const;
  const std::string& file() const { return file_; }

 private:
  YAML::Node find(const std::string& key);

  YAML::Node node_;
  std::string file_;
  std::string what_;
  std::set<std::string> asked_;
};

}  // namespace unblock::lint
