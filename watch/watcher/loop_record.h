// What is kept of one loop: how many turns, how long, and how that went over time. Memory is bounded: bins double their width.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "reports/model/stalls.h"
#include "watch/turns/tracker.h"
#include "watch/watcher/tick_clock.h"
#include "watch/watcher/wait_place.h"

namespace unblock::watch {

class LoopRecord {
 public:
  LoopRecord(unsigned process, unsigned thread, std::uint32_t kind, std::shared_ptr<WaitPlace> place)
      : place_(std::move(place)), kind_(kind), process_(process), thread_(thread) {}

  /// Turns since the last count, with their time and the longest of them, in ticks.
  void count(double now_s, const Level& level, const TickClock& clock);
  reports::Loop shown(const TickClock& clock) const;
  const std::shared_ptr<WaitPlace>& place() const { return place_; }
  const std::shared_ptr<WaitPlace>& outer() const { return outer_; }
  /// It was seen inside of another place's turn; or to end when that place came back.
  void set_outer(std::shared_ptr<WaitPlace> outer) { outer_ = std::move(outer); }
  void set_nested() { is_nested_ = true; }
  /// Not a library's wait in its own call, and not inside of another loop's turn.
  bool is_loop() const { return place_->is_loop && !is_nested_ && (!outer_ || !is_nested(*place_, *outer_)); }
  std::uint64_t turns() const { return turns_; }
  bool has_name() const { return !place_->function.empty(); }
  /// The same function of the same thread, entered once more: one loop for a reader. So is one that nobody could name, beside one with a name.
  bool is_same_loop(const LoopRecord& other) const;
  void absorb(LoopRecord other);

 private:
  static constexpr std::size_t kBins = 400;
  void add(double now_s, std::uint64_t turns, double busy_s, double longest_s);
  void halve();

  std::shared_ptr<WaitPlace> place_, outer_;
  bool is_nested_ = false;
  std::uint32_t kind_;
  unsigned process_, thread_;
  std::uint64_t turns_ = 0, busy_ = 0;       ///< as last counted in the level
  std::uint64_t histogram_[Level::kBuckets] = {};
  double bin_s_ = 0.1;
  std::vector<reports::TurnsInTime> bins_;
};

}  // namespace unblock::watch
