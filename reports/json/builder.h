// Builds the values of a JSON text and hands each object over as soon as it is whole. nlohmann's own parser does this too, but
// looks through all earlier elements of an array after each one, which takes minutes for a hundred thousand.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace unblock::reports::json {

class Builder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit Builder(const nlohmann::json::parser_callback_t& callback) : callback_(callback) {}

  nlohmann::json take() { return std::move(root_); }

  /// After a text that could not be parsed: where, in bytes from 1, and whether only a number was too large.
  std::size_t error_at() const { return error_at_; }
  bool number_too_large() const { return number_too_large_; }

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t&) override { return add(value); }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t& value) override { return add(std::move(value)); }
  bool start_object(std::size_t) override;
  bool key(string_t& name) override;
  bool end_object() override;
  bool start_array(std::size_t) override;
  bool end_array() override;
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) override;

 private:
  using Event = nlohmann::json::parse_event_t;

  nlohmann::json& put(nlohmann::json value);
  bool add(nlohmann::json value) { return put(std::move(value)), true; }
  bool tell(Event event, nlohmann::json& value) { return callback_(static_cast<int>(open_.size()), event, value); }

  const nlohmann::json::parser_callback_t& callback_;
  nlohmann::json root_;
  std::vector<nlohmann::json*> open_;  ///< from the root to where the next value goes
  nlohmann::json* slot_ = nullptr;     ///< in an object: the value of the last key
  std::size_t error_at_ = 0;
  bool number_too_large_ = false;
};

}  // namespace unblock::reports::json
