// The shape of libcoro: promises that derive from a base, a thread_pool one schedules onto, mutex with scoped_lock.
#pragma once

#include <coroutine>
#include <exception>
#include <memory>
#include <utility>

namespace coro {

template <class T = void>
class task;

namespace detail {
struct promise_base {
  auto initial_suspend() noexcept { return std::suspend_always{}; }
  auto final_suspend() noexcept { return std::suspend_always{}; }
  void unhandled_exception() noexcept {}
};
template <class T>
struct promise : promise_base {
  task<T> get_return_object() noexcept;
  void return_value(T) {}
};
template <>
struct promise<void> : promise_base {
  task<void> get_return_object() noexcept;
  void return_void() noexcept {}
};
}  // namespace detail

template <class T>
class [[nodiscard]] task {
 public:
  using promise_type = detail::promise<T>;
  struct awaitable_base {
    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) noexcept { return caller; }
    T await_resume();
  };
  task() noexcept = default;
  task(task&&) noexcept {}
  ~task() {}
  auto operator co_await() const& noexcept { return awaitable_base{}; }
  auto operator co_await() const&& noexcept { return awaitable_base{}; }
  bool resume();
};

template <class T>
task<T> detail::promise<T>::get_return_object() noexcept {
  return {};
}
inline task<void> detail::promise<void>::get_return_object() noexcept { return {}; }

template <class Awaitable>
decltype(auto) sync_wait(Awaitable&& awaitable) {
  return std::forward<Awaitable>(awaitable).operator co_await().await_resume();
}

template <class... Awaitables>
task<void> when_all(Awaitables... awaitables) {
  (co_await std::move(awaitables), ...);
}

class thread_pool {
 public:
  struct schedule_operation {
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) noexcept {}
    void await_resume() const noexcept {}
  };
  schedule_operation schedule();
  bool spawn(task<void>&& user_task);
};

class scoped_lock {
 public:
  ~scoped_lock();
};

class mutex {
 public:
  struct lock_operation {
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<>) noexcept { return true; }
    coro::scoped_lock await_resume() noexcept;
  };
  lock_operation scoped_lock() { return {}; }
  bool try_lock();
  void unlock();
};

}  // namespace coro
