// nlohmann's parser behind one door, with the two things that it leaves to us: words that are not JSON, and sentences.
#include "reports/json/parse.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/model/error.h"

namespace unblock::reports::json {
namespace {

constexpr std::string_view kNotJson[] = {"-Infinity", "Infinity", "-NaN", "NaN", "-inf", "inf", "-nan", "nan"};

std::size_t bare_word_at(std::string_view text, std::size_t i) {
  for (const std::string_view word : kNotJson) {
    if (text.substr(i, word.size()) == word) return word.size();
  }
  return 0;
}

/// The text with bare NaN and Infinity as null. Lines stay. Empty when there are none, which is the usual case.
std::string without_bare_words(std::string_view text) {
  std::string clean;
  std::size_t copied = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') in_string = !in_string;
    if (in_string && c == '\\') ++i;
    if (in_string || (c != '-' && c != 'I' && c != 'N' && c != 'i' && c != 'n')) continue;
    const std::size_t length = bare_word_at(text, i);
    if (length == 0) continue;
    clean.append(text.substr(copied, i - copied)).append("null");
    i += length - 1;
    copied = i + 1;
  }
  if (copied > 0) clean.append(text.substr(copied));
  return clean;
}

std::size_t line_of(std::string_view text, std::size_t offset) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size()));
  return 1 + static_cast<std::size_t>(std::count(text.begin(), end, '\n'));
}

[[noreturn]] void refuse(std::string_view text, const std::string& file_name, std::size_t offset) {
  const std::size_t last = text.find_last_not_of(" \t\r\n");
  if (last == std::string_view::npos) {
    throw InputError(fmt::format("cannot read '{}': the file is empty", file_name));
  }
  if (offset > last + 1) {
    throw InputError(fmt::format("cannot read '{}': cut off at line {}, the JSON ends in the middle", file_name,
                                 line_of(text, last)));
  }
  throw InputError(fmt::format("cannot read '{}': not JSON at line {}", file_name,
                               line_of(text, offset > 0 ? offset - 1 : 0)));
}

}  // namespace

nlohmann::json parse(std::string_view text, const std::string& file_name,
                     const nlohmann::json::parser_callback_t& callback) {
  const std::string clean = without_bare_words(text);
  if (!clean.empty()) text = clean;
  try {
    return nlohmann::json::parse(text.begin(), text.end(), callback);
  } catch (const nlohmann::json::parse_error& error) {
    refuse(text, file_name, error.byte);
  } catch (const nlohmann::json::out_of_range&) {
    throw InputError(fmt::format("cannot read '{}': it holds a number that no double can hold", file_name));
  }
}

nlohmann::ordered_json number(double value) {
  constexpr double kExact = 9007199254740992.0;  // 2^53: every whole number below is exact in a double
  if (!std::isfinite(value)) return nullptr;
  if (value == std::floor(value) && std::abs(value) < kExact) return static_cast<std::int64_t>(value);
  return value;
}


std::string line(const nlohmann::ordered_json& value) {
  return value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string text_at(const nlohmann::json& object, const char* key, const std::string& fallback) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : fallback;
}

double number_at(const nlohmann::json& object, const char* key, double fallback) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number() ? found->get<double>() : fallback;
}

bool flag_at(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

const nlohmann::json& array_at(const nlohmann::json& object, const char* key) {
  static const nlohmann::json kEmpty = nlohmann::json::array();
  const auto found = object.find(key);
  return found != object.end() && found->is_array() ? *found : kEmpty;
}

const nlohmann::json& object_at(const nlohmann::json& object, const char* key) {
  static const nlohmann::json kEmpty = nlohmann::json::object();
  const auto found = object.find(key);
  return found != object.end() && found->is_object() ? *found : kEmpty;
}

}  // namespace unblock::reports::json
