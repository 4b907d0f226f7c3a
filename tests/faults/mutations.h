// Valid JSON with a few of its values changed: still JSON, and often still the right shape, so that a reader gets further
// into it than with random bytes.
#pragma once

#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

namespace unblock::faults {

class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : random_(seed) {}

  /// One to four changes, as text; sometimes cut off.
  std::string operator()(nlohmann::json value) {
    for (std::size_t changes = 1 + below(4); changes > 0; --changes) change(any_part(value));
    std::string text = value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    if (below(16) == 0) text.resize(below(text.size() + 1));
    return text;
  }

 private:
  using Json = nlohmann::json;

  std::size_t below(std::size_t limit) { return random_() % limit; }

  Json& any_part(Json& root) {
    Json* at = &root;
    while (!at->empty() && at->is_structured() && below(6) != 0) {
      auto child = at->begin();
      std::advance(child, static_cast<std::ptrdiff_t>(below(at->size())));
      at = &*child;
    }
    return *at;
  }

  void change(Json& part) {
    switch (below(6)) {
      case 0: part = odd_value(); break;
      case 1: erase_one(part); break;
      case 2: repeat_one(part); break;
      case 3: rename_one(part); break;
      case 4: wrap(part); break;
      default: nudge(part); break;
    }
  }

  Json odd_value() {
    static const std::vector<Json> kOdd = {nullptr, true, 0, -1, 1e308, -1e308, 5e-324, 4294967296, -9007199254740993, 18446744073709551615u, "", "\x1b[2J", "a/b:c", "NaN",
                                           std::string(3000, 'x'), Json::array(), Json::object(), Json::array({1, 2, 3}), "../../etc/passwd", "2026-13-99"};
    return kOdd[below(kOdd.size())];
  }

  void erase_one(Json& part) {
    if (!part.is_structured() || part.empty()) return;
    auto child = part.begin();
    std::advance(child, static_cast<std::ptrdiff_t>(below(part.size())));
    part.erase(child);
  }

  void repeat_one(Json& part) {
    if (!part.is_array() || part.empty()) return;
    const Json copy = part[below(part.size())];
    for (std::size_t times = below(20); times > 0; --times) part.push_back(copy);
  }

  void rename_one(Json& part) {
    if (!part.is_object() || part.empty()) return;
    auto child = part.begin();
    std::advance(child, static_cast<std::ptrdiff_t>(below(part.size())));
    Json value = *child;
    part.erase(child);
    part[below(2) == 0 ? "name" : std::string(below(40), 'k')] = std::move(value);
  }

  void wrap(Json& part) {
    for (std::size_t depth = below(300); depth > 0; --depth) part = Json::array({std::move(part)});
  }

  void nudge(Json& part) {
    if (part.is_number_integer()) part = part.get<std::int64_t>() - 1;
    else if (part.is_number_float()) part = -part.get<double>();
    else if (part.is_boolean()) part = !part.get<bool>();
    else if (part.is_string()) part = part.get<std::string>() + "\n";
  }

  std::mt19937_64 random_;
};

}  // namespace unblock::faults
