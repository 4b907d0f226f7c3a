// What all looks at one stall say together: where it stood, how much of it the thread was parked, and whether it was a stall at all.
#pragma once

#include <optional>
#include <vector>

#include "watch/places/culprit.h"
#include "watch/places/table.h"

namespace unblock::watch {

struct LookedAt {
  double age_s = 0;  ///< of the turn
  Stack stack;
};

/// Fills in place and kind. False when the thread only had nothing to do. The length is cut where it began to idle.
bool judge(const std::vector<LookedAt>& looks, const BlockingCalls& calls, SeenStall& stall);

}  // namespace unblock::watch
