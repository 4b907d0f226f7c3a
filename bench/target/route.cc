#include "bench/target/route.h"

#include <charconv>
#include <span>

namespace unblock::bench {
namespace {

/// Reads "/<number>" for each of `numbers` and nothing after them.
bool parse_numbers(std::string_view text, std::span<std::uint64_t* const> numbers) {
  for (std::uint64_t* number : numbers) {
    if (!text.starts_with('/')) return false;
    text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *number);
    if (error != std::errc()) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  }
  return text.empty();
}

Route parse_wait(std::string_view rest) {
  Route route;
  std::uint64_t* const numbers[] = {&route.delay_us, &route.size};
  if (!parse_numbers(rest, numbers) || route.delay_us > kMaxDelayUs || route.size > kMaxBodyBytes) return {};
  route.kind = Route::Kind::wait;
  route.status = 200;
  return route;
}

Route parse_stream(std::string_view rest) {
  Route route;
  std::uint64_t* const numbers[] = {&route.chunks, &route.delay_us, &route.size, &route.first_us};
  if (!parse_numbers(rest, numbers)) {
    if (!parse_numbers(rest, std::span(numbers).first(3))) return {};
    route.first_us = route.delay_us;
  }
  if (route.chunks > kMaxChunks || route.size > kMaxEventBytes) return {};
  if (route.delay_us > kMaxDelayUs || route.first_us > kMaxDelayUs) return {};
  route.kind = Route::Kind::stream;
  route.status = 200;
  return route;
}

Route parse_status(std::string_view rest) {
  std::uint64_t code = 0;
  std::uint64_t* const numbers[] = {&code};
  if (!parse_numbers(rest, numbers) || code < 200 || code > 599) return {};
  Route route;
  route.kind = Route::Kind::status;
  route.status = static_cast<unsigned>(code);
  return route;
}

}  // namespace

Route parse_route(std::string_view target) {
  constexpr std::string_view kWait = "/wait", kStream = "/stream", kStatus = "/status";
  if (target.starts_with(kWait)) return parse_wait(target.substr(kWait.size()));
  if (target.starts_with(kStream)) return parse_stream(target.substr(kStream.size()));
  if (target.starts_with(kStatus)) return parse_status(target.substr(kStatus.size()));
  return {};
}

}  // namespace unblock::bench
