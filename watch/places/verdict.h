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
  double parked_share = 0;  ///< of the turn up to this look
};

/// Fills in the place. False when the thread only had nothing to do. Length and share are cut where it began to idle.
bool judge(const std::vector<LookedAt>& looks, const BlockingCalls& calls, SeenStall& stall);

}  // namespace unblock::watch
