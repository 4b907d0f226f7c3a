// Unwinds and names what the monitor saw, in a thread of its own: reading debug information takes longer than a stall.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "watch/places/blocking_calls.h"
#include "watch/places/culprit.h"
#include "watch/places/table.h"
#include "watch/watcher/time_spent.h"
#include "watch/watcher/wait_place.h"

namespace unblock::watch {

/// A look at the thread during a stall.
struct Look {
  double age_s = 0;  ///< of the turn
  Snapshot snapshot;
  TimeSpent spent;   ///< from the beginning of the turn to this look
};

struct StallJob {
  std::shared_ptr<const ProcessMaps> maps;
  std::shared_ptr<WaitPlace> wait;  ///< of the loop
  std::vector<Look> looks;
  double start_s = 0;
  double length_s = 0;
  TimeSpent spent;
  double threshold_s = 0;
  std::uint64_t ready = 0;
  std::size_t loop = 0;
  bool unfinished = false;
  bool must_be_inside = false;      ///< it counts only as far as looks show that the loop was still there
  std::vector<StallJob> otherwise;  ///< stalls that count when this one does not
};

class Analyst {
 public:
  explicit Analyst(StallTable& table);
  ~Analyst();

  void add(StallJob job);
  /// Names the place where a thread waits, for the list of loops.
  void name(std::shared_ptr<WaitPlace> place);
  /// Does something after what was added before, in this thread, which may wait for a disk or a reader. It must not throw.
  void later(std::function<void()> work);
  /// Waits until everything that was added is done.
  void finish();
  /// Held while the table or an analysed wait place is read.
  std::unique_lock<std::mutex> lock() { return std::unique_lock(results_); }
  std::uint64_t dropped() const { return dropped_; }

 private:
  void run();
  void settle(const StallJob& job);
  bool analyse(const StallJob& job);
  void analyse(WaitPlace& place);
  Image& image_of(const std::shared_ptr<const ProcessMaps>& maps);
  Stack stack_of(Image& image, const Snapshot& snapshot, const WaitPlace& wait, bool& inside);

  BlockingCalls calls_;
  StallTable& table_;
  std::mutex queue_mutex_, results_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;
  bool busy_ = false, ends_ = false;
  std::uint64_t dropped_ = 0;
  std::deque<std::pair<std::shared_ptr<const ProcessMaps>, std::unique_ptr<Image>>> images_;
  std::thread thread_;
};

}  // namespace unblock::watch
