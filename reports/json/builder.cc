#include "reports/json/builder.h"

namespace unblock::reports::json {

using Value = nlohmann::json;

Value& Builder::put(Value value) {
  if (open_.empty()) return root_ = std::move(value);
  if (!open_.back()->is_array()) return *slot_ = std::move(value);
  open_.back()->push_back(std::move(value));
  return open_.back()->back();
}

bool Builder::start_object(std::size_t) {
  Value none(Value::value_t::discarded);
  tell(Event::object_start, none);
  open_.push_back(&put(Value::object()));
  return true;
}

bool Builder::key(string_t& name) {
  Value value(name);
  tell(Event::key, value);
  slot_ = &(*open_.back())[name];
  return true;
}

bool Builder::end_object() {
  Value* const done = open_.back();
  open_.pop_back();
  const bool keep = tell(Event::object_end, *done);
  if (!keep && !open_.empty() && open_.back()->is_array()) open_.back()->get_ref<Value::array_t&>().pop_back();
  return true;
}

bool Builder::start_array(std::size_t) {
  open_.push_back(&put(Value::array()));
  return true;
}

bool Builder::end_array() {
  Value* const done = open_.back();
  open_.pop_back();
  tell(Event::array_end, *done);
  return true;
}

bool Builder::parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) {
  constexpr int kOutOfRange = 406;  // nlohmann's number of the error
  error_at_ = position;
  number_too_large_ = error.id == kOutOfRange;
  return false;
}

}  // namespace unblock::reports::json
