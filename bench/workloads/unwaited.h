// What becomes of tasks that nobody waits for, tried out on a runtime in a child process: one of the answers is that the program ends.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>

#include "bench/measure/context.h"
#include "runtimes/runtime.h"

namespace unblock::bench {

/// Lies in memory that the child shares with its parent, so that the counts outlive it.
struct UnwaitedCounts {
  std::atomic<int> finished{0}, destroyed{0};
  std::atomic<int> finished_in_run{0};  ///< when run() came back
  std::atomic<bool> error_heard{false};
};

struct UnwaitedTrial {
  int finished = 0;         ///< until the runtime was gone
  int finished_in_run = 0;  ///< of these, before run() came back
  int destroyed = 0;        ///< before they had finished
  bool error_heard = false;
  bool program_ended = false;  ///< the child died of it
};

/// Calls `work` in a child and reports what it counted. Throws std::system_error where there can be no child.
UnwaitedTrial try_in_child(const std::function<void(UnwaitedCounts&)>& work);

/// Adds to a pass what was seen: numbers, and a sentence in the configuration.
void report_unwaited(Context& context, int tasks, const UnwaitedTrial& tasks_trial, const UnwaitedTrial& error_trial);

/// Counts itself when it goes before the task has finished.
class EndsUnfinished {
 public:
  explicit EndsUnfinished(UnwaitedCounts& counts) : counts_(counts) {}
  EndsUnfinished(const EndsUnfinished&) = delete;
  EndsUnfinished& operator=(const EndsUnfinished&) = delete;
  ~EndsUnfinished() {
    if (!finished_) ++counts_.destroyed;
  }
  void finish() {
    finished_ = true;
    ++counts_.finished;
  }

 private:
  UnwaitedCounts& counts_;
  bool finished_ = false;
};

template <Runtime R>
struct Unwaited {
  static constexpr int kTasks = 8;
  static constexpr std::chrono::milliseconds kWait{5};

  static typename R::template Task<void> work(R& runtime, UnwaitedCounts& counts) {
    EndsUnfinished end(counts);
    co_await runtime.sleep(kWait);
    end.finish();
  }
  static typename R::template Task<void> start_and_leave(R& runtime, UnwaitedCounts& counts) {
    for (int i = 0; i < kTasks; ++i) runtime.detach(work(runtime, counts));
    co_return;
  }
  static typename R::template Task<void> fail(R& runtime, UnwaitedCounts& counts) {
    const EndsUnfinished end(counts);
    co_await runtime.sleep(std::chrono::milliseconds(1));
    throw std::runtime_error("of a task that nobody waits for");
  }
  static typename R::template Task<void> start_failing_and_go_on(R& runtime, UnwaitedCounts& counts) {
    runtime.detach(fail(runtime, counts));
    while (counts.destroyed == 0) co_await runtime.sleep(std::chrono::milliseconds(1));
    co_await runtime.sleep(4 * kWait);
  }

  static void report(Context& context) {
    const UnwaitedTrial tasks = try_in_child([](UnwaitedCounts& counts) {
      R runtime;
      runtime.run(start_and_leave(runtime, counts));
      counts.finished_in_run = counts.finished.load();
    });
    const UnwaitedTrial error = try_in_child([](UnwaitedCounts& counts) {
      R runtime;
      try {
        runtime.run(start_failing_and_go_on(runtime, counts));
      } catch (const std::exception&) {
        counts.error_heard = true;
      }
    });
    report_unwaited(context, kTasks, tasks, error);
  }
};

}  // namespace unblock::bench
