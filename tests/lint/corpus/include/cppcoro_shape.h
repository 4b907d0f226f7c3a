// The shape of cppcoro's public types: lazy nodiscard task, shared_task, sync_wait, when_all, async_scope, async_mutex.
#pragma once

#include <coroutine>
#include <exception>
#include <utility>

namespace cppcoro {

template <class T = void>
class [[nodiscard]] task {
 public:
  struct promise_type {
    task get_return_object() noexcept { return {}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void unhandled_exception() noexcept {}
    void return_value(T) {}
  };
  struct awaiter {
    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) noexcept { return caller; }
    T await_resume();
  };
  task() = default;
  task(task&&) noexcept {}
  task& operator=(task&&) noexcept { return *this; }
  ~task() {}
  auto operator co_await() const& noexcept { return awaiter{}; }
  auto operator co_await() const&& noexcept { return awaiter{}; }
};

template <>
struct task<void>::promise_type {
  task<void> get_return_object() noexcept { return {}; }
  std::suspend_always initial_suspend() noexcept { return {}; }
  std::suspend_always final_suspend() noexcept { return {}; }
  void unhandled_exception() noexcept {}
  void return_void() noexcept {}
};

template <class T>
class [[nodiscard]] shared_task : public task<T> {};

template <class Awaitable>
void sync_wait(Awaitable&& awaitable);

template <class... Tasks>
task<void> when_all(Tasks... tasks) {
  (co_await std::move(tasks), ...);
}

class async_scope {
 public:
  template <class Awaitable>
  void spawn(Awaitable&& awaitable);
  task<void> join() noexcept;
};

class async_mutex_lock {
 public:
  ~async_mutex_lock();
};

class async_mutex {
 public:
  struct scoped_lock_operation {
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) noexcept {}
    async_mutex_lock await_resume() const noexcept;
  };
  scoped_lock_operation scoped_lock_async() noexcept { return {}; }
  bool try_lock() noexcept;
  void unlock() noexcept;
};

}  // namespace cppcoro
