// The one door for JSON that this process did not write. It takes JSON as it is found in the wild: Google Benchmark writes
// bare NaN and Infinity, which JSON does not know, files are cut off, and some are made to do harm. What cannot be read
// becomes one sentence with the line.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace unblock::reports::json {

/// Parses `text`; bare NaN, Infinity and -Infinity read as null. The callback is nlohmann's, with keys, starts and
/// ends of objects and ends of arrays: false at the end of an object in an array takes it out, so that a million rows need not
/// be held at once. Throws InputError, also for what json/guard.h refuses.
nlohmann::json parse(std::string_view text, const std::string& file_name,
                     const nlohmann::json::parser_callback_t& callback = nullptr);

/// For an answer whose sentence the caller words himself.
std::optional<nlohmann::json> try_parse(std::string_view text);

/// A whole number where the value is one, so that files stay short; null where JSON has no word for it.
nlohmann::ordered_json number(double value);

/// One line. Bytes that are not UTF-8 are replaced, never an error.
std::string line(const nlohmann::ordered_json& value);

/// Reads tolerate any type: the fallback stands where a key is missing or is something else.
std::string text_at(const nlohmann::json& object, const char* key, const std::string& fallback = "");
double number_at(const nlohmann::json& object, const char* key, double fallback = 0);
bool flag_at(const nlohmann::json& object, const char* key);
/// An empty array or object where the key is missing or is something else.
const nlohmann::json& array_at(const nlohmann::json& object, const char* key);
const nlohmann::json& object_at(const nlohmann::json& object, const char* key);

}  // namespace unblock::reports::json
