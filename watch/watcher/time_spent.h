// What a thread did with a span of time, from readings of the scheduler's counters: asleep, on a CPU, or able to run without one.
// A pure function: the tests give it sequences that were recorded.
#pragma once

#include <optional>
#include <vector>

#include "watch/snapshot/thread_files.h"

namespace unblock::watch {

/// One reading. `asleep` is known when the thread slept, or was stopped, while it was read: only then the counters are up to date. The
/// kernel adds what a running thread runs, and what a waiting one waits, only now and then.
struct Reading {
  double at_s = 0;
  std::optional<Schedule> schedule;  ///< none: the kernel does not count
  std::optional<bool> asleep;
};

struct TimeSpent {
  double parked_s = 0;
  double computing_s = 0;
  double starved_s = 0;  ///< it could run and got no CPU

  /// Of the time in which it had a choice.
  double parked_share() const { return parked_s + computing_s > 0 ? parked_s / (parked_s + computing_s) : 0; }
  TimeSpent& operator+=(const TimeSpent& more);
};

/// Without time in which the thread was stopped, by a signal or by a look at it: it neither ran nor waited for a CPU, and seemed to sleep or,
/// where it was awake before and after, to compute.
TimeSpent without(TimeSpent spent, double stopped_s);

/// `readings` by time. Those before the span and after it help to know its ends; what the counters leave open is decided by what the
/// thread did when it was looked at next to it.
TimeSpent time_spent(const std::vector<Reading>& readings, double begin_s, double end_s);

/// Readings of one thread, as many as a long turn needs. Memory is bounded.
class Readings {
 public:
  void add(const Reading& reading);
  /// Nobody asks any more for a span that began before.
  void forget_before(double begin_s);
  const std::vector<Reading>& all() const { return readings_; }

 private:
  static constexpr std::size_t kMost = 64;
  std::vector<Reading> readings_;
};

}  // namespace unblock::watch
