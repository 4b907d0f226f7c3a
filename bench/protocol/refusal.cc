#include "bench/protocol/refusal.h"

#include <array>
#include <utility>

namespace unblock::bench {
namespace {

constexpr std::array<std::pair<Refusal::Why, std::string_view>, 3> kWords{{{Refusal::Why::not_applicable, "n/a: "},
                                                                           {Refusal::Why::wrong_work, "wrong work: "},
                                                                           {Refusal::Why::failed, "failed: "}}};

}  // namespace

std::string Refusal::message() const {
  for (const auto& [status, word] : kWords) {
    if (status == why) return std::string(word) + sentence;
  }
  return {};
}

Refusal Refusal::parse(std::string_view message) {
  for (const auto& [status, word] : kWords) {
    if (message.starts_with(word)) return {status, std::string(message.substr(word.size()))};
  }
  return {Why::failed, std::string(message)};
}

}  // namespace unblock::bench
