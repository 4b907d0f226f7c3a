// What both ways of watching share: the memory, the monitor, and what was seen, shown and written.
#pragma once

#include <atomic>
#include <csignal>
#include <optional>
#include <string>

#include "reports/model/stalls.h"
#include "watch/command/options.h"
#include "watch/command/output.h"
#include "watch/watcher/area_owner.h"
#include "watch/watcher/monitor.h"

namespace unblock::watch {

class Recording {
 public:
  /// `use_tsc`: the clock of the area, see ticks.h.
  Recording(const Options& options, std::string program, bool use_tsc);

  Monitor& monitor() { return monitor_; }
  Area& area() { return owner_.area(); }
  const TickClock& clock() const { return clock_; }
  std::string area_path() const { return owner_.path(); }

  double now_s() const { return clock_.seconds(clock_.now()); }
  /// Prints and writes what is due: --every, and the output file now and then.
  void on_time();
  /// Prints what was seen so far.
  void show();
  /// Prints and writes the end. The exit code that follows from what was seen; nothing when that is fine.
  std::optional<int> end(bool by_signal, const std::string& without_loop);
  void finish(bool by_signal);
  /// What was seen, when it is finished.
  reports::Stalls result() { return stalls(monitor_.so_far(), clock_, now_s(), true); }

 private:
  Area& prepared(bool use_tsc);
  void later(void (Recording::*write)(const reports::Stalls&));
  reports::Stalls stalls(const Counted& counted, const TickClock& clock, double duration_s, bool finished);
  void show_these(const reports::Stalls& stalls) { print(options_, stalls); }
  void save(const reports::Stalls& stalls);
  bool store(const reports::Stalls& stalls) const;

  const Options& options_;
  std::string program_;
  AreaOwner owner_;
  TickClock clock_;
  StallTable table_;
  std::atomic<unsigned> written_later_ = 0;  ///< how much of what was seen is still on its way out
  Analyst analyst_;
  Monitor monitor_;
  std::string started_;
  double shown_s_ = 0, saved_s_ = 0;
  bool saves_;  ///< now and then: a file, which each time is replaced
  bool complained_ = false;
};

/// Sleeps until a time of the recording's clock or one of these signals, which it returns; 0 at the time.
int wait_until(Recording& recording, double due_s, const sigset_t& signals, siginfo_t& info);

}  // namespace unblock::watch
