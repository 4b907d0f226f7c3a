// Looks at the slots of the area, a few hundred times a second: takes the long turns out, looks at threads whose turn is getting long,
// and keeps count of turns over time.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "watch/area/area.h"
#include "watch/snapshot/thread_files.h"
#include "watch/stack/wait_frames.h"
#include "watch/watcher/analyst.h"
#include "watch/watcher/counted.h"
#include "watch/watcher/pauses.h"
#include "watch/watcher/slot_watch.h"
#include "watch/watcher/tick_clock.h"

namespace unblock::watch {

class Monitor {
 public:
  Monitor(Area& area, const TickClock& clock, Analyst& analyst, double threshold_s);

  /// One round over all slots; gives the time when the next one is due, in seconds of the clock.
  double poll();
  /// Tells that this thread is about to sleep, and that it woke up although it wanted to at `due_s`. Time in which it neither slept as
  /// planned, nor ran, nor waited for a CPU is time in which the machine stood still, unless a watched thread got on meanwhile.
  void sleeps();
  void woke(double due_s);
  /// What stands still at the end is a stall too. `by_signal`: the program did not end by itself.
  void finish(bool by_signal);
  /// A process was stopped by a signal, or goes on.
  void stopped(pid_t process);
  void continued(pid_t process);

  /// Asks the analyst to name the places of all loops.
  void name_places() const;
  Counted so_far() const;
  /// A status of the program that was collected while it was looked at.
  std::optional<int> ended(pid_t process) const;

 private:
  /// A copy of the slot's tracker that fits together.
  struct Observed {
    TurnTracker tracker;
    std::uint32_t kind = 0;
    std::uint64_t progress = 0;
    std::uint32_t progress_end = 0;
  };

  void poll_slot(unsigned index, double now);
  bool observe(const Slot& slot, Observed& seen) const;
  void match_levels(SlotWatch& watch, const Observed& seen);
  void look_at_turns(SlotWatch& watch, Slot& slot, const Observed& seen, double now);
  std::size_t most_looks() const;
  bool look(SlotWatch& watch, Snapshot& snapshot, double now);
  void follow_progress(SlotWatch& watch, const Observed& seen);
  void follow_schedule(SlotWatch& watch, const Slot& slot, const Observed& seen);
  void read_after_turn(SlotWatch& watch);
  void drain(SlotWatch& watch, Slot& slot, const Observed& seen, bool last);
  void take(SlotWatch& watch, const LongTurn& turn, const Observed& seen);
  double held(const SlotWatch& watch, double start_s, double end_s, const TimeSpent& spent) const;
  double lived(const SlotWatch& watch, double start_s, double length_s, const TimeSpent& spent);
  TimeSpent spent(const SlotWatch& watch, double start_s, double end_s) const;
  void judge_looks(const SlotWatch& watch, StallJob& job, double turn_began_s) const;
  void name(const std::shared_ptr<WaitPlace>& place) const;
  bool has_left_outer(const SlotWatch& watch, const Pending& pending);
  void settle_pending(SlotWatch& watch, const Observed& seen);
  void take_capture(SlotWatch& watch, Slot& slot);
  void want_capture(SlotWatch& watch, Slot& slot, LevelWatch& level);
  void capture_from_outside(SlotWatch& watch, const Observed& seen);
  void count_turns(SlotWatch& watch, const Observed& seen, double now);
  void end_slot(SlotWatch& watch, Slot& slot, bool by_signal);
  void note_gap(double now);
  void note_standstill(double slept_until_s);
  bool somebody_was_awake(double seconds) const;
  bool lives(SlotWatch& watch, double now);
  std::shared_ptr<const ProcessMaps> maps_of(pid_t process);
  void give_capture_back(SlotWatch& watch);

  Area& area_;
  const TickClock& clock_;
  Analyst& analyst_;
  double threshold_s_, period_s_;
  double noticeable_s_ = std::clamp(period_s_, 0.002, 0.02);  ///< a shorter standstill is not told from the latency of a timer, and makes no stall
  double next_look_s_ = 0, last_poll_s_ = -1, last_boot_gap_s_ = 0;
  struct OwnTime {
    double at_s = 0, ran_s = 0;
    std::optional<Schedule> counters;
  };
  OwnTime own_;  ///< what the watcher's thread had done when it was last asked
  std::map<unsigned, SlotWatch> watched_;
  struct KnownMaps {
    std::shared_ptr<const ProcessMaps> maps;
    std::uint32_t attached = 0;  ///< how many processes had attached: a new program in an old process is one more
    double read_s = 0;
  };
  std::map<pid_t, KnownMaps> maps_;
  std::map<pid_t, WaitFrames> wait_frames_;  ///< of programs that are only listened to
  std::map<pid_t, double> stopped_;
  std::map<pid_t, int> ended_;
  bool capture_used_[Area::kCaptures] = {};
  Pauses pauses_;
  Pauses held_;  ///< of threads, by looks at them: known to the microsecond
  Counted counted_;
};

}  // namespace unblock::watch
