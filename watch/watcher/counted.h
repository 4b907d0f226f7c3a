// What the monitor had counted at some moment: a copy, which another thread writes out while the monitor goes on.
#pragma once

#include <cstdint>
#include <vector>

#include "reports/model/stalls.h"
#include "watch/watcher/loop_record.h"
#include "watch/watcher/tick_clock.h"

namespace unblock::watch {

struct Counted {
  std::vector<LoopRecord> loops;
  double starved_s = 0;
  std::uint64_t forbidden = 0, lost = 0, dropped = 0;
  unsigned without_slot = 0;

  /// Where the analyst names places, its lock must be held.
  void write_to(reports::Stalls& to, const TickClock& clock) const;
};

}  // namespace unblock::watch
