// Turns ticks of the area into seconds, by two readings of both clocks that lie ever further apart.
#pragma once

#include <cstdint>

#include "watch/area/ticks.h"

namespace unblock::watch {

/// Whether the time stamp counter runs at one rate on all processors, and the kernel itself keeps time by it.
bool tsc_is_steady();

class TickClock {
 public:
  /// Takes 20 ms when ticks are not nanoseconds.
  explicit TickClock(bool use_tsc);

  std::uint64_t now() const { return ticks(use_tsc_); }
  double per_second() const { return per_ns_ * 1e9; }
  /// Since the clock was made.
  double seconds(std::uint64_t at) const { return static_cast<double>(static_cast<std::int64_t>(at - first_)) / per_ns_ / 1e9; }
  double length(std::uint64_t ticks) const { return static_cast<double>(ticks) / per_ns_ / 1e9; }
  std::uint64_t ticks_of(double seconds) const { return static_cast<std::uint64_t>(seconds * 1e9 * per_ns_); }

 private:
  bool use_tsc_;
  std::uint64_t first_;
  double per_ns_ = 1;
};

}  // namespace unblock::watch
