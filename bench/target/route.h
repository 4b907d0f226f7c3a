// What a request target asks for. Everything that is not understood, or too big, is Route::Kind::not_found.
#pragma once

#include <cstdint>
#include <string_view>

namespace unblock::bench {

inline constexpr std::uint64_t kMaxBodyBytes = 64ull * 1024 * 1024;
inline constexpr std::uint64_t kMaxDelayUs = 3'600'000'000;  // one hour
inline constexpr std::uint64_t kMaxChunks = 1'000'000;
inline constexpr std::uint64_t kMaxEventBytes = 64 * 1024;

struct Route {
  enum class Kind {
    not_found,
    wait,
    stream,
    status
  };
  Kind kind = Kind::not_found;
  std::uint64_t delay_us = 0;  ///< wait: before the answer; stream: between two chunks
  std::uint64_t first_us = 0;  ///< stream: until its first chunk
  std::uint64_t size = 0;      ///< wait: of the body; stream: of an event
  std::uint64_t chunks = 0;    ///< stream
  unsigned status = 404;       ///< of the answer
};

/// Reads /wait/<delay_us>/<size>, /stream/<chunks>/<interval_us>/<size>[/<first_us>] and /status/<code>. A stream's first
/// chunk comes after one interval unless it says otherwise; that sets many streams apart, and models a slow first token.
Route parse_route(std::string_view target);

}  // namespace unblock::bench
