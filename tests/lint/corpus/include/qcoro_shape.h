// The shape of QCoro: Task is eager and not nodiscard, LazyTask waits for co_await, waitFor blocks.
#pragma once

#include <coroutine>
#include <exception>
#include <utility>

namespace QCoro {

template <class T = void>
class Task {
 public:
  struct promise_type {
    Task get_return_object() noexcept { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void unhandled_exception() noexcept {}
    void return_void() noexcept {}
  };
  struct awaiter {
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) noexcept {}
    void await_resume() noexcept {}
  };
  Task() noexcept = default;
  Task(Task&&) noexcept {}
  ~Task() {}
  auto operator co_await() const noexcept { return awaiter{}; }
  template <class Callback>
  Task<void> then(Callback&& callback);
};

template <class T = void>
class LazyTask {
 public:
  struct promise_type {
    LazyTask get_return_object() noexcept { return {}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void unhandled_exception() noexcept {}
    void return_void() noexcept {}
  };
  struct awaiter {
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) noexcept {}
    void await_resume() noexcept {}
  };
  LazyTask() noexcept = default;
  LazyTask(LazyTask&&) noexcept {}
  ~LazyTask() {}
  auto operator co_await() const noexcept { return awaiter{}; }
};

template <class T>
void waitFor(Task<T>& task);
template <class T>
void waitFor(Task<T>&& task);

}  // namespace QCoro
