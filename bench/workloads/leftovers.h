// What a process holds: to be compared before and after something that should leave nothing behind.
#pragma once

#include <cstdint>
#include <string>

namespace unblock::bench {

struct Holdings {
  std::int64_t descriptors = 0;
  std::int64_t heap_bytes = 0;  ///< in use, by malloc's own count; includes what its per-thread cache keeps

  static Holdings now();
  Holdings operator-(const Holdings& earlier) const {
    return {descriptors - earlier.descriptors, heap_bytes - earlier.heap_bytes};
  }
};

/// Bytes that malloc's cache and a library's pools may hold on to whatever the number of tasks.
inline constexpr std::int64_t kCacheBytes = 64 * 1024;

/// Empty, or what `tasks` tasks have left behind: any descriptor, or more than a byte each beyond the caches.
std::string left_behind(const Holdings& growth, std::int64_t tasks, std::uint64_t pending);

}  // namespace unblock::bench
