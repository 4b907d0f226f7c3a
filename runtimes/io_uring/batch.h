// Where completions come one soon after another, a loop that wakes up for each of them pays more for its waking than for its work.
#pragma once

#include <algorithm>
#include <cstddef>

namespace unblock::uring {

/// How many completions a turn should sleep for. It waits for a batch of them, but only a little while. Where that did not fill the
/// batch, what comes is too rare: the next try comes later, and each time it fails, later still.
class Batch {
 public:
  static constexpr unsigned kMost = 16;
  static constexpr long kLingerNs = 30'000;

  /// `waiting` operations wait for a peer. 1: the next completion is enough.
  unsigned wanted(std::size_t waiting) {
    const auto share = static_cast<unsigned>(std::min<std::size_t>(waiting / 8, kMost));
    if (share < 2) return 1;
    if (turns_left_ == 0) return share;
    --turns_left_;
    return 1;
  }
  void was_filled(bool filled) { turns_left_ = off_ = filled ? 0 : std::min(2 * off_ + 1, kLongestOff); }

 private:
  static constexpr unsigned kLongestOff = 1023;

  unsigned off_ = 0;         // turns without a try, after the last one
  unsigned turns_left_ = 0;  // of these
};

}  // namespace unblock::uring
