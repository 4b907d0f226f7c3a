// SIGINT, SIGTERM and SIGHUP as a request to stop, so that what was found until then is not lost.
#pragma once

#include <csignal>

namespace unblock::lint {

/// While it lives, these signals are held back, and let in only by wait_mask(). One at a time in a process.
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  /// The signal that came, or 0.
  int received() const;
  /// For ppoll(): the mask from before, so that a signal ends the wait and none is missed between two of them.
  const sigset_t& wait_mask() const { return before_; }
  /// In a child process: the terminal's Ctrl-C is its parent's business, and the rest is as it was.
  void leave_in_child() const;

 private:
  sigset_t before_;
  struct sigaction old_[3];
};

}  // namespace unblock::lint
