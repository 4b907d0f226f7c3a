// What the monitor remembers of one thread.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "watch/area/area.h"
#include "watch/watcher/analyst.h"
#include "watch/watcher/time_spent.h"

namespace unblock::watch {

/// One place that waits, and the turn that began there last.
struct LevelWatch {
  std::uint64_t sp = 0, pc = 0;
  std::uint64_t started = 0;       ///< the turn that `looks` belong to
  std::vector<Look> looks;
  double next_look_s = 0;          ///< age of the turn at which the next look is due
  std::deque<std::pair<std::uint64_t, std::vector<Look>>> earlier;  ///< the same of turns that are over and not yet taken out
  std::shared_ptr<WaitPlace> place;
  std::optional<std::size_t> loop;  ///< its record
};

/// The looks at a turn, which are given away.
std::vector<Look> looks_at(LevelWatch& level, std::uint64_t turn);
/// Another turn has begun: its looks will follow.
void begin_turn(LevelWatch& level, std::uint64_t turn);

/// A stall of an inner loop: it counts only when no outer loop turns out to have stood still meanwhile.
struct Pending {
  unsigned level = 0;
  std::uint64_t outer_sp = 0;
  StallJob job;
};

struct SlotWatch {
  unsigned index = 0;
  pid_t process = 0;
  pid_t thread = 0;
  LevelWatch levels[TurnTracker::kLevels];
  std::vector<Pending> pending;
  std::uint64_t outer_given_up = 0;   ///< stack pointer of an outer place that never came back
  Readings readings;
  std::uint64_t read_turn = 0;        ///< how many turns there had been when they were last taken between turns
  std::optional<Schedule> at_last_round;  ///< what the thread had run until then
  std::uint32_t progress = 0;         ///< last value of the counter of completions
  std::uint64_t moved_at = 0;         ///< when it was seen to move, in ticks
  std::uint64_t capture_sp = 0;       ///< the place whose stack was asked for
  unsigned captures_left = 40;
  std::optional<unsigned> capture;    ///< the buffer that the thread was given to copy its stack
  double checked_s = 0;               ///< when it was last made sure that the thread lives
  bool is_stopped = false;            ///< when it was looked at last. Of others than its own child the watcher hears neither the stop nor its end
};

}  // namespace unblock::watch
