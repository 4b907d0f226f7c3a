// The bytes that every body of the target is made of, so that a client can check what it got without storing it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace unblock::bench {

/// Byte `index` of a body: abc…zabc…
constexpr char pattern_byte(std::uint64_t index) { return static_cast<char>('a' + index % 26); }

/// The first `size` bytes of a body, or of `size` bytes that start at `offset` of it.
inline std::string pattern(std::size_t size, std::uint64_t offset = 0) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) bytes[i] = pattern_byte(offset + i);
  return bytes;
}

/// Whether `bytes` are what a body has from `offset` on. A part of a body can be checked as it arrives.
inline bool matches_pattern(std::string_view bytes, std::uint64_t offset = 0) {
  // One period is compared with the formula, the rest with what stands one period before it (memcmp speed).
  const std::size_t first = std::min<std::size_t>(bytes.size(), 26);
  for (std::size_t i = 0; i < first; ++i) {
    if (bytes[i] != pattern_byte(offset + i)) return false;
  }
  return bytes.size() <= 26 || bytes.substr(26) == bytes.substr(0, bytes.size() - 26);
}

}  // namespace unblock::bench
