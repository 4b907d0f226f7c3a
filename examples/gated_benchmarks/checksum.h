// What the example measures: Fletcher's checksum of a block of bytes.
#pragma once

#include <cstdint>
#include <span>

inline std::uint32_t checksum(std::span<const std::uint8_t> bytes) {
  std::uint32_t a = 0, b = 0;
  for (const std::uint8_t byte : bytes) {
    a = (a + byte) % 65535;
    b = (b + a) % 65535;
  }
  return b << 16 | a;
}
