// Work for a processor, the same on every runtime and with a result that can be checked.
#pragma once

#include <cstdint>

namespace unblock::bench {

/// xorshift64 (Marsaglia 2003), `rounds` times: about a nanosecond each.
inline std::uint64_t compute(std::uint64_t seed, std::uint64_t rounds) {
  std::uint64_t x = seed | 1;
  for (std::uint64_t i = 0; i < rounds; ++i) {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
  }
  return x;
}

}  // namespace unblock::bench
