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

/// A moment of fixed work: how fast the machine is right now. Both are upper quartiles over short slices, so that another program's turn
/// on the CPU does not pass for another state of the machine.
struct Canary {
  double spins_per_s = 0;   ///< a loop of arithmetic on the client's CPU
  double trips_per_s = 0;   ///< ping-pong over a socket pair between the two CPUs
};

/// `first` and `second` may be the same CPU.
Canary sing(int first, int second, double seconds);

}  // namespace unblock::bench
