// Times in which a process could not have run, whatever its code does: stopped by a signal or a debugger, or the machine asleep.
// No stall of the loop lies there.
#pragma once

#include <sys/types.h>

#include <deque>

namespace unblock::watch {

/// The part of a time, in seconds, that a thread neither ran nor waited for a CPU. Linux 6.18 now and then counts all of the time in which a
/// thread was frozen as such a wait (1 in 360 times, on a machine whose CPUs were all taken). One that is longer than any scheduler lets a thread
/// wait tells, even if it was one, that nobody here could run.
double not_explained(double missing_s, double waited_s, double ran_s);

class Pauses {
 public:
  /// From `begin_s` to `end_s`; process 0: all of them.
  void add(pid_t process, double begin_s, double end_s);
  /// How much of a span was a pause.
  double within(pid_t process, double begin_s, double end_s) const;

 private:
  struct Pause {
    pid_t process;
    double begin_s, end_s;
  };
  static constexpr std::size_t kMost = 4096;
  std::deque<Pause> pauses_;  ///< by their ends
};

}  // namespace unblock::watch
