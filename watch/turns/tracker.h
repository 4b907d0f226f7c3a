// Finds the turns of a thread's loops in the sequence of its waits. A turn lasts from the return of a wait until the same place waits again.
// A place is known by its return address and by the stack pointer of its caller. Another place that waits meanwhile lies inside of
// the turn, whether it stands deeper in the stack or not: Asio's reactor has returned when a handler runs, and was deeper than it.
// No allocation, no system call: it runs inside of the watched program, and its memory may be shared with another process.
#pragma once

#include <bit>
#include <cstdint>

namespace unblock::watch {

/// Where a wait was called. `sp` is the stack pointer of the caller at the call; stacks grow down.
struct Site {
  std::uint64_t pc = 0;
  std::uint64_t sp = 0;
};

/// One place that waits again and again. `started` also names the turn: no two turns of a thread begin at the same tick.
struct Level {
  static constexpr unsigned kCallers = 4;
  static constexpr unsigned kBuckets = 64;

  std::uint64_t sp;
  std::uint64_t pcs[kCallers];  ///< one function may wait at several lines
  std::uint64_t started;        ///< when the last wait returned
  std::uint64_t turns;
  std::uint64_t busy;     ///< sum of all turns, in ticks
  std::uint64_t longest;  ///< longest turn since a reader set it to 0
  std::uint32_t histogram[kBuckets];  ///< turns by the binary logarithm of their ticks
};

/// A turn that has ended.
struct Turn {
  std::uint64_t started = 0;
  std::uint64_t ended = 0;
  unsigned level = 0;  ///< 0 is the outermost place that waits
  std::uint64_t length() const { return ended - started; }
};

class TurnTracker {
 public:
  static constexpr unsigned kLevels = 6;

  /// The thread begins to wait. True when that ended a turn, which `turn` then holds.
  bool enter(Site site, std::uint64_t now, Turn& turn) {
    waiting_ = true;
    std::uint32_t index = depth_;
    while (index > 0 && !is_at(levels_[index - 1], site)) --index;
    if (index == 0) {
      push(site, now);
      return false;
    }
    depth_ = index;  // what waited inside of the turn is over
    Level& level = levels_[index - 1];
    if (!knows(level, site.pc)) return false;
    if (now < level.started) level.started = now;  // a machine that slept may have begun to count anew
    turn = {level.started, now, index - 1};
    ++level.turns;
    level.busy += turn.length();
    if (turn.length() > level.longest) level.longest = turn.length();
    ++level.histogram[std::bit_width(turn.length()) & (Level::kBuckets - 1)];
    return true;
  }

  /// The wait returned: a turn begins.
  void leave(std::uint64_t now) {
    waiting_ = false;
    levels_[depth_ - 1].started = now;
  }

  /// A wait inside of a wait: of the library that was called, or of a signal's handler. It is no wait of its own.
  bool is_inside_wait(Site site) const { return waiting_ && depth_ > 0 && site.sp < levels_[depth_ - 1].sp; }

  unsigned depth() const { return depth_; }
  bool waiting() const { return waiting_; }
  const Level& level(unsigned index) const { return levels_[index]; }
  Level& level(unsigned index) { return levels_[index]; }

 private:
  void push(Site site, std::uint64_t now) {
    if (depth_ == kLevels) {  // places that are left are never told of: the oldest is the likeliest
      for (unsigned i = 1; i < kLevels; ++i) levels_[i - 1] = levels_[i];
      --depth_;
    }
    levels_[depth_] = {};
    levels_[depth_].sp = site.sp;
    levels_[depth_].pcs[0] = site.pc;
    levels_[depth_].started = now;
    ++depth_;
  }

  /// One function may wait at several lines; another one may by chance have the same stack pointer.
  static bool is_at(const Level& level, Site site) {
    constexpr std::uint64_t kOneFunction = 4096;
    const std::uint64_t apart = site.pc > level.pcs[0] ? site.pc - level.pcs[0] : level.pcs[0] - site.pc;
    return level.sp == site.sp && apart < kOneFunction;
  }

  /// The first wait at a line of a function only teaches the line: what lay before it need not have been a turn.
  static bool knows(Level& level, std::uint64_t pc) {
    for (std::uint64_t& known : level.pcs) {
      if (known == pc) return true;
      if (known == 0) {
        known = pc;
        return false;
      }
    }
    level.pcs[Level::kCallers - 1] = pc;
    return false;
  }

  std::uint32_t depth_;
  bool waiting_;
  Level levels_[kLevels];
};

}  // namespace unblock::watch
