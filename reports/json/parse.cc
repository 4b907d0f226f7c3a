// nlohmann's parser behind one door, with what it leaves to us: limits, words that are not JSON, and sentences.
#include "reports/json/parse.h"

#include <fmt/format.h>

#include <cmath>

#include "reports/json/builder.h"
#include "reports/json/guard.h"
#include "reports/model/error.h"

namespace unblock::reports::json {
namespace {

[[noreturn]] void refuse(std::string_view text, const std::string& file_name, std::size_t offset) {
  const std::size_t last = text.find_last_not_of(" \t\r\n");
  if (last == std::string_view::npos) {
    throw InputError(fmt::format("cannot read '{}': the file is empty", file_name));
  }
  if (offset > last + 1) {
    throw InputError(fmt::format("cannot read '{}': cut off at line {}, the JSON ends in the middle", file_name,
                                 line_of(text, last)));
  }
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  const bool begins_otherwise = text[first] != '{' && text[first] != '[' && text.find_first_of("{[", first) != std::string_view::npos;
  throw InputError(fmt::format("cannot read '{}': not JSON at line {}{}", file_name, line_of(text, offset > 0 ? offset - 1 : 0),
                               begins_otherwise ? ": there is other text before it" : ""));
}

nlohmann::json build(std::string_view text, const std::string& file_name, const nlohmann::json::parser_callback_t& callback) {
  Builder builder(callback);
  if (nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) return builder.take();
  if (builder.number_too_large()) throw InputError(fmt::format("cannot read '{}': it holds a number that no double can hold", file_name));
  refuse(text, file_name, builder.error_at());
}

}  // namespace

nlohmann::json parse(std::string_view text, const std::string& file_name,
                     const nlohmann::json::parser_callback_t& callback) {
  const std::string clean = guarded(text, file_name);
  if (!clean.empty()) text = clean;
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (!callback) {
    const auto keep_all = [](int, nlohmann::json::parse_event_t, nlohmann::json&) { return true; };
    return build(text, file_name, keep_all);
  }
  return build(text, file_name, callback);
}

std::optional<nlohmann::json> try_parse(std::string_view text) {
  try {
    return parse(text, "");
  } catch (const InputError&) {
    return std::nullopt;
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
