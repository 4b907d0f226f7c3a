// The clock of turns: the time stamp counter where it is steady (11 ns a read here), else CLOCK_MONOTONIC (27 ns).
#pragma once

#include <ctime>
#if defined(__x86_64__)
#include <x86intrin.h>
#endif

#include <cstdint>

namespace unblock::watch {

inline std::uint64_t monotonic_ns() {
  timespec now;
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000U + static_cast<std::uint64_t>(now.tv_nsec);
}

inline std::uint64_t ticks(bool use_tsc) {
#if defined(__x86_64__)
  if (use_tsc) return __rdtsc();
#else
  (void)use_tsc;
#endif
  return monotonic_ns();
}

}  // namespace unblock::watch
