// Keeping a machine in one state while it measures, and noticing when it left it.
#pragma once

#include <string>
#include <vector>

#include "bench/process/helper.h"

namespace unblock::bench {

/// Threads of policy SCHED_IDLE that spin on the given CPUs: they take no time from anyone, and a virtual CPU that never
/// idles need not be woken by the hypervisor (which costs tens of microseconds where guest haltpoll is off).
class AwakeCpus {
 public:
  explicit AwakeCpus(const std::vector<int>& cpus);

  /// False where the kernel refused; then nothing spins.
  bool active() const { return !spinners_.empty(); }

 private:
  std::vector<Helper> spinners_;
};

/// How much of a fixed piece of work is done in a second, over short slices of a moment.
struct Pace {
  double per_s = 0;   ///< upper quartile: another program's turn on the CPU is no other state of the machine; 0: not known
  double slow_per_s = 0;  ///< lower quartile; 0: not known
  double mean_per_s = 0;  ///< over the whole moment, other programs' turns included; 0: not known
};

/// A moment of fixed work: how fast the machine is right now.
struct Canary {
  Pace spins;   ///< a loop of arithmetic on the client's CPU
  Pace trips;   ///< ping-pong over a socket pair between the two CPUs
};

/// By what the time for one piece of work changed: 0.1 is 10 % more. 0 where what each varies by within itself says as much: others were at
/// work, and the rounds' own intervals tell of them.
double change(const Pace& before, const Pace& after);

/// `first` and `second` may be the same CPU.
Canary sing(int first, int second, double seconds);

}  // namespace unblock::bench
