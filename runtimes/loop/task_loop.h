// What the adapters over task.h share: tasks, groups, cancellation, slots, post and yield. What is left to an adapter is its loop, and
// how it sleeps, connects, reads and writes.
#pragma once

#include <chrono>
#include <coroutine>
#include <string>
#include <utility>
#include <vector>

#include "runtimes/loop/cancel_scope.h"
#include "runtimes/loop/slots.h"
#include "runtimes/runtime.h"
#include "runtimes/task.h"

namespace unblock {

/// R brings step(): one turn of the loop, which waits for an event unless has_ready(), and calls run_ready(). And the awaitables
/// Sleep, Connect, Socket::Read and Socket::Write, each with cancel_wait().
template <class R>
class TaskLoop {
 public:
  template <class T>
  using Task = unblock::Task<T>;
  struct Group : TaskGroup {
    explicit Group(R&) {}
  };
  using CancelScope = TaskCancelScope<R>;
  using Slots = TaskSlots<R>;

  static constexpr Capabilities kCapabilities{.has_loop = true, .cancels = true, .offloads = true, .datagram_bytes = kLongestDatagram};
  static std::string unavailable() { return {}; }

  TaskLoop() = default;
  TaskLoop(const TaskLoop&) = delete;
  TaskLoop& operator=(const TaskLoop&) = delete;

  void run(Task<void> task) {
    task.start();
    while (!task.done()) self().step();
    task.take();
  }
  void detach(Task<void> task) { unblock::detach(std::move(task)); }

  auto sleep(std::chrono::nanoseconds duration) { return typename R::Sleep(self(), duration); }
  auto connect(const Endpoint& endpoint) { return typename R::Connect(self(), endpoint); }

  void post(void (*function)(void*), void* argument) {
    if (ready_.empty()) self().ready_soon();
    ready_.push_back({function, argument});
  }

  struct Yield {
    TaskLoop& loop;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> handle) const {
      loop.post([](void* address) { std::coroutine_handle<>::from_address(address).resume(); }, handle.address());
    }
    void await_resume() const noexcept {}
  };
  Yield yield() { return {*this}; }

 protected:
  ~TaskLoop() = default;

  bool has_ready() const { return !ready_.empty(); }
  /// What is ready now; what that makes ready waits for the next turn, so that no one starves the sockets.
  void run_ready() {
    running_.swap(ready_);
    for (const Ready& item : running_) item.function(item.argument);
    running_.clear();
  }
  /// For a loop that must be told that something has become ready.
  void ready_soon() {}

 private:
  struct Ready {
    void (*function)(void*);
    void* argument;
  };
  R& self() { return static_cast<R&>(*this); }

  std::vector<Ready> ready_, running_;
};

/// A read with a deadline, for adapters whose reads and sleeps can be withdrawn at once. Whichever comes first resumes the
/// coroutine, and it takes the other one back.
template <class Read, class Sleep>
struct ReadUntil : Read {
  Sleep deadline;

  template <class Socket, class R>
  ReadUntil(Socket& from, std::span<std::byte> into, R& runtime, std::chrono::nanoseconds timeout)
      : Read(from, into), deadline(runtime, timeout) {}
  void await_suspend(std::coroutine_handle<> handle) noexcept {
    Read::await_suspend(handle);
    deadline.await_suspend(handle);
  }
  std::size_t await_resume() {
    if (Read::withdraw()) throw TimedOut();
    if (Read::waiter) deadline.withdraw();
    return Read::await_resume();
  }
};

}  // namespace unblock
