// A semaphore for the runtimes on task.h: what waits for a slot is queued, first come, first served. One loop, one thread.
#pragma once

#include <coroutine>
#include <cstddef>
#include <utility>

namespace unblock {

template <class R>
class TaskSlots {
 public:
  TaskSlots(R&, std::size_t free) : free_(free) {}
  TaskSlots(const TaskSlots&) = delete;
  TaskSlots& operator=(const TaskSlots&) = delete;

  /// Waits for a slot. Linked into the queue through itself, so a wait allocates nothing.
  class Take {
   public:
    explicit Take(TaskSlots& slots) : slots_(slots) {}
    Take(const Take&) = delete;
    Take& operator=(const Take&) = delete;

    bool await_ready() noexcept {
      if (slots_.free_ == 0) return false;
      --slots_.free_;
      return true;
    }
    void await_suspend(std::coroutine_handle<> waiter) noexcept {
      waiter_ = waiter;
      ahead_ = std::exchange(slots_.last_, this);
      (ahead_ ? ahead_->behind_ : slots_.first_) = this;
    }
    void await_resume() const noexcept {}
    void cancel_wait() {
      leave();
      waiter_.resume();
    }

   private:
    friend class TaskSlots;
    void leave() {
      (ahead_ ? ahead_->behind_ : slots_.first_) = behind_;
      (behind_ ? behind_->ahead_ : slots_.last_) = ahead_;
    }

    TaskSlots& slots_;
    std::coroutine_handle<> waiter_;
    Take* ahead_ = nullptr;
    Take* behind_ = nullptr;
  };

  Take take() { return Take(*this); }

  /// Gives a slot back; whoever is first in the queue goes on with it at once.
  void give() {
    if (!first_) {
      ++free_;
      return;
    }
    Take* next = first_;
    next->leave();
    next->waiter_.resume();
  }

 private:
  std::size_t free_;
  Take* first_ = nullptr;
  Take* last_ = nullptr;
};

}  // namespace unblock
