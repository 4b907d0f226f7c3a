// Sleeping for a loop that has no timers of its own. They count nanoseconds.
#pragma once

#include <time.h>

#include <chrono>
#include <coroutine>
#include <cstdint>

#include "runtimes/loop/timer_heap.h"

namespace unblock {

class Timers {
 public:
  /// Pending, it allocates nothing: it is a member of the heap itself.
  struct Sleep : TimerNode {
    Timers& timers;
    std::coroutine_handle<> waiter;

    Sleep(Timers& of, std::chrono::nanoseconds duration) : timers(of) { deadline_ns = now_ns() + duration.count(); }
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> handle) noexcept {
      waiter = handle;
      timers.heap_.push(this);
    }
    void await_resume() const noexcept {}
    void withdraw() { timers.heap_.erase(this); }
    void cancel_wait() {
      withdraw();
      waiter.resume();
    }
  };

  bool empty() const { return heap_.empty(); }
  /// Until the first is due; 0: it is. Of an empty heap there is no first.
  timespec left() const {
    const std::int64_t ns = heap_.top()->deadline_ns - now_ns();
    return ns > 0 ? timespec{static_cast<time_t>(ns / 1'000'000'000), static_cast<long>(ns % 1'000'000'000)} : timespec{};
  }
  void fire() {
    if (heap_.empty()) return;
    const std::int64_t now = now_ns();
    while (!heap_.empty() && heap_.top()->deadline_ns <= now) static_cast<Sleep*>(heap_.pop())->waiter.resume();
  }

 private:
  static std::int64_t now_ns() {
    timespec now;
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
  }

  TimerHeap heap_;
};

}  // namespace unblock
