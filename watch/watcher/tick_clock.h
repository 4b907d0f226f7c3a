// Turns ticks of the area into seconds of CLOCK_MONOTONIC since the clock was made.
#pragma once

#include <cstdint>

#include "watch/area/ticks.h"

namespace unblock::watch {

/// Whether the time stamp counter runs at one rate on all processors that this process may use: the kernel keeps time by it, or the machine is
/// a guest that keeps time by its host and whose counters agree. Runs on each of the processors for a moment.
bool tsc_is_steady();

class TickClock {
 public:
  /// Takes 20 ms when ticks are not nanoseconds.
  explicit TickClock(bool use_tsc);

  /// To be called now and then: a guest that goes on on another host has another counter, at another rate.
  void follow();

  std::uint64_t now() const { return ticks(use_tsc_); }
  double per_second() const { return per_ns_ * 1e9; }
  double seconds(std::uint64_t at) const { return base_s_ + static_cast<double>(static_cast<std::int64_t>(at - base_)) / per_ns_ / 1e9; }
  double length(std::uint64_t ticks) const { return static_cast<double>(ticks) / per_ns_ / 1e9; }
  std::uint64_t ticks_of(double seconds) const { return static_cast<std::uint64_t>(seconds * 1e9 * per_ns_); }

 private:
  bool use_tsc_;
  std::uint64_t first_ns_, base_ns_, base_;
  double base_s_ = 0, per_ns_ = 1, other_per_ns_ = 0;
};

}  // namespace unblock::watch
