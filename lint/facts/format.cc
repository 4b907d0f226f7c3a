#include "lint/facts/format.h"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <type_traits>

#include "lint/facts/fields.h"
#include "reports/model/error.h"

namespace unblock::lint::facts {
namespace {

using nlohmann::json;

constexpr int kVersion = 5;

/// Where a path begins in a text: names that only their own unit knows carry the unit's path behind a mark.
std::size_t path_start(const std::string& text) { return !text.empty() && text[0] == kLocalMark ? 1 : 0; }

std::string without_root(const std::string& text, const std::string& root) {
  const std::size_t start = path_start(text), end = start + root.size();
  const bool below = !root.empty() && text.compare(start, root.size(), root) == 0 && text.size() > end && text[end] == '/';
  return below ? text.substr(0, start) + text.substr(end + 1) : text;
}

std::string with_root(const std::string& text, const std::string& root) {
  const std::size_t start = path_start(text);
  const bool relative = text.size() > start && text[start] != '/';
  return relative && !root.empty() ? text.substr(0, start) + root + "/" + text.substr(start) : text;
}

/// Walks all fields of a fact. Derived says what is done with a text and with a number.
template <class Derived>
class Archive {
 public:
  template <class... Field>
  void all(Field&... field) {
    (self().one(field), ...);
  }
  template <class T>
  void list(std::vector<T>& list) {
    for (T& each : list) self().one(each);
  }

 private:
  Derived& self() { return static_cast<Derived&>(*this); }
};

/// Collects the texts of a unit: the file names each once, in order.
class Texts : public Archive<Texts> {
 public:
  explicit Texts(const std::string& root) : root_(root) {}

  void path(std::string& text) { found_.insert(without_root(text, root_)); }
  void id(std::string& text) { path(text); }
  void paths(std::vector<std::string>& texts) {
    for (auto& text : texts) path(text);
  }
  void ids(std::vector<std::string>& texts) { paths(texts); }
  void one(std::string& text) { found_.insert(text); }
  template <class T>
  void one(std::vector<T>& values) { list(values); }
  template <class T>
  void one(T& value) {
    if constexpr (std::is_class_v<T>) fields(*this, value);
  }

  const std::set<std::string>& found() const { return found_; }

 private:
  const std::string& root_;
  std::set<std::string> found_;
};

/// One fact becomes an array; what is empty at its end is left out.
class Writer : public Archive<Writer> {
 public:
  Writer(const std::map<std::string, unsigned>& numbers, const std::string& root) : numbers_(numbers), root_(root) {}

  void path(std::string& text) { add(numbers_.at(without_root(text, root_)), text.empty()); }
  void id(std::string& text) { path(text); }
  void paths(std::vector<std::string>& texts) {
    json array = json::array();
    for (const std::string& text : texts) array.push_back(numbers_.at(without_root(text, root_)));
    add(std::move(array), texts.empty());
  }
  void ids(std::vector<std::string>& texts) { paths(texts); }
  void one(std::string& text) { add(numbers_.at(text), text.empty()); }
  template <class T>
  void one(std::vector<T>& values) {
    Writer inner(numbers_, root_);
    inner.list(values);
    add(std::move(inner.array_), values.empty());
  }
  template <class T>
  void one(T& value) {
    if constexpr (std::is_class_v<T>) {
      add(whole(value), value == T());
    } else {
      add(static_cast<unsigned>(value), value == T());
    }
  }
  template <class T>
  json whole(T& value) {
    Writer inner(numbers_, root_);
    fields(inner, value);
    inner.array_.get_ref<json::array_t&>().resize(inner.used_);
    return std::move(inner.array_);
  }

 private:
  void add(json value, bool empty) {
    array_.push_back(std::move(value));
    if (!empty) used_ = array_.size();
  }

  const std::map<std::string, unsigned>& numbers_;
  const std::string& root_;
  json array_ = json::array();
  std::size_t used_ = 0;
};

/// The way back. What is missing at the end of an array is empty; what is of another kind or out of range throws.
class Reader : public Archive<Reader> {
 public:
  Reader(const json& array, const std::vector<std::string>& texts, const std::string& root)
      : array_(array.get_ref<const json::array_t&>()), texts_(texts), root_(root) {}

  void path(std::string& text) {
    if (const json* value = next()) text = with_root(texts_.at(value->get<std::size_t>()), root_);
  }
  void id(std::string& text) {
    if (const json* value = next()) text = read_id(*value);
  }
  void paths(std::vector<std::string>& texts) {
    if (const json* value = next()) {
      for (const json& each : *value) texts.push_back(with_root(texts_.at(each.get<std::size_t>()), root_));
    }
  }
  void ids(std::vector<std::string>& texts) {
    if (const json* value = next()) {
      for (const json& each : *value) texts.push_back(read_id(each));
    }
  }
  void one(std::string& text) {
    if (const json* value = next()) text = texts_.at(value->get<std::size_t>());
  }
  template <class T>
  void one(std::vector<T>& values) {
    const json* value = next();
    if (!value) return;
    Reader inner(*value, texts_, root_);
    for (std::size_t i = 0; i < inner.array_.size(); ++i) inner.one(values.emplace_back());
  }
  template <class T>
  void one(T& value) {
    const json* found = next();
    if (!found) return;
    if constexpr (std::is_class_v<T>) {
      Reader inner(*found, texts_, root_);
      fields(inner, value);
    } else {
      value = number<T>(found->get<unsigned>());
    }
  }

 private:
  const json* next() { return at_ < array_.size() ? &array_[at_++] : nullptr; }
  std::string read_id(const json& value) const {
    const std::string& text = texts_.at(value.get<std::size_t>());
    return path_start(text) != 0 ? with_root(text, root_) : text;
  }
  template <class T>
  static T number(unsigned value) {
    if constexpr (std::is_same_v<T, bool>) return value != 0;
    if constexpr (std::is_same_v<T, Tier>) return value <= static_cast<unsigned>(Tier::cpu) ? static_cast<T>(value) : throw std::out_of_range("tier");
    if constexpr (std::is_same_v<T, RunsOn>) {
      return value <= static_cast<unsigned>(RunsOn::unknown) ? static_cast<T>(value) : throw std::out_of_range("place");
    }
    return static_cast<T>(value);
  }

  const json::array_t& array_;
  const std::vector<std::string>& texts_;
  const std::string& root_;
  std::size_t at_ = 0;
};

}  // namespace

std::string to_text(const Document& document, const std::string& root) {
  Unit unit = document.unit;  // the archives take what they walk by reference, also to read it back
  Texts texts(root);
  texts.one(unit);
  std::map<std::string, unsigned> numbers = {{"", 0}};
  for (const std::string& text : texts.found()) numbers.try_emplace(text, static_cast<unsigned>(numbers.size()));
  json names = json::array();
  for (const auto& [text, number] : numbers) names.push_back(text);
  const json all = {{"facts", kVersion}, {"tool", document.header.tool}, {"models", document.header.models}, {"platform", document.header.platform}, {"texts", names}, {"unit", Writer(numbers, root).whole(unit)}};
  return all.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

Document from_text(std::string_view text, const std::string& file, const std::string& root) {
  try {
    const json all = json::parse(text);
    if (const json& version = all.at("facts"); version != kVersion) {
      const std::string found = version.is_number() ? version.dump() : "unknown";  // anything else may be nested without end
      throw reports::InputError(fmt::format("'{}' holds facts of version {}, expected {}: make them anew", file, found, kVersion));
    }
    Document document;
    document.header = {all.at("tool"), all.at("models"), all.at("platform")};
    const auto texts = all.at("texts").get<std::vector<std::string>>();
    Reader reader(all.at("unit"), texts, root);
    fields(reader, document.unit);
    return document;
  } catch (const json::exception& error) {
    throw reports::InputError(fmt::format("'{}' holds no facts of this linter: {}", file, error.what()));
  } catch (const std::out_of_range&) {
    throw reports::InputError(fmt::format("'{}' holds no facts of this linter: a number is out of range", file));
  }
}

}  // namespace unblock::lint::facts
