#include "watch/watcher/tick_clock.h"

#include <unistd.h>

#include <fstream>
#include <string>

namespace unblock::watch {

bool tsc_is_steady() {
#if defined(__x86_64__)
  std::ifstream file("/sys/devices/system/clocksource/clocksource0/current_clocksource");
  std::string source;
  return file >> source && source == "tsc";
#else
  return false;
#endif
}

TickClock::TickClock(bool use_tsc) : use_tsc_(use_tsc), first_(ticks(use_tsc)) {
  if (!use_tsc) return;
  const std::uint64_t begin_ns = monotonic_ns(), begin = ticks(true);
  ::usleep(20'000);
  const std::uint64_t end_ns = monotonic_ns(), end = ticks(true);
  per_ns_ = static_cast<double>(end - begin) / static_cast<double>(end_ns - begin_ns);
}

}  // namespace unblock::watch
