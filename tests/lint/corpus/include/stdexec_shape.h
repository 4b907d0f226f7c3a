// The shape of stdexec and exec::task: senders, a task that is one, sync_wait, start_detached, a scope that keeps what it spawns.
#pragma once

#include <coroutine>
#include <exception>
#include <utility>

namespace exec {

template <class T = void>
class [[nodiscard]] task {
 public:
  struct promise_type {
    task get_return_object() noexcept { return {}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void unhandled_exception() noexcept {}
    void return_void() noexcept {}
  };
  struct awaiter {
    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) noexcept { return caller; }
    void await_resume() noexcept {}
  };
  task() = default;
  task(task&&) noexcept {}
  ~task() {}
  friend awaiter operator co_await(task&&) noexcept { return {}; }
};

class async_scope {
 public:
  template <class Sender>
  void spawn(Sender&& sender);
};

}  // namespace exec

namespace stdexec {

namespace __sync_wait {
struct sync_wait_t {
  template <class Sender>
  bool operator()(Sender&& sender) const;
};
}  // namespace __sync_wait
inline constexpr __sync_wait::sync_wait_t sync_wait{};

template <class Sender>
void start_detached(Sender&& sender);

}  // namespace stdexec
