// Where a thread waits, as the tracepoints show it: inside of the function that makes the system call, and not where it is called.
#pragma once

#include <cstdint>

#include "watch/turns/tracker.h"

namespace unblock::watch {

/// The same place, by the line of its function that was seen first.
inline Site known_site(const TurnTracker& tracker, Site site) {
  constexpr std::uint64_t kFunctionOfWait = 512;
  for (unsigned i = 0; i < tracker.depth(); ++i) {
    const Level& level = tracker.level(i);
    const std::uint64_t apart = level.pcs[0] > site.pc ? level.pcs[0] - site.pc : site.pc - level.pcs[0];
    if (level.sp == site.sp && apart < kFunctionOfWait) return {level.pcs[0], level.sp};
  }
  return site;
}

}  // namespace unblock::watch
