// The shape of folly::coro: Task, TaskWithExecutor, Mutex whose lock is awaited and held by std::unique_lock, blockingWait.
#pragma once

#include <coroutine>
#include <exception>
#include <mutex>
#include <utility>

namespace folly {

class Executor {
 public:
  virtual ~Executor() = default;
};

namespace coro {

class [[nodiscard]] TaskWithExecutor {
 public:
  struct Awaiter {
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) noexcept {}
    void await_resume() noexcept {}
  };
  void start() &&;
  Awaiter operator co_await() && noexcept { return {}; }
};

template <class T = void>
class [[nodiscard]] Task;

namespace detail {
struct TaskPromiseBase {
  std::suspend_always initial_suspend() noexcept { return {}; }
  std::suspend_always final_suspend() noexcept { return {}; }
  void unhandled_exception() noexcept {}
  template <class Awaitable>
  decltype(auto) await_transform(Awaitable&& awaitable) {
    return std::forward<Awaitable>(awaitable);
  }
};
template <class T>
struct TaskPromise : TaskPromiseBase {
  Task<T> get_return_object() noexcept;
  void return_value(T) {}
};
template <>
struct TaskPromise<void> : TaskPromiseBase {
  Task<void> get_return_object() noexcept;
  void return_void() noexcept {}
};
}  // namespace detail

template <class T>
class [[nodiscard]] Task {
 public:
  using promise_type = detail::TaskPromise<T>;
  struct Awaiter {
    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) noexcept { return caller; }
    T await_resume();
  };
  Task() noexcept = default;
  Task(Task&&) noexcept {}
  ~Task() {}
  TaskWithExecutor scheduleOn(Executor* executor) && noexcept;
  friend auto operator co_await(Task&&) noexcept { return Awaiter{}; }
};

template <class T>
Task<T> detail::TaskPromise<T>::get_return_object() noexcept {
  return {};
}
inline Task<void> detail::TaskPromise<void>::get_return_object() noexcept { return {}; }

struct blocking_wait_fn {
  template <class T>
  T operator()(Task<T>&& task) const;
};
inline constexpr blocking_wait_fn blocking_wait{};
static constexpr const blocking_wait_fn& blockingWait = blocking_wait;

class Mutex {
 public:
  struct ScopedLockAwaiter {
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<>) noexcept { return true; }
    std::unique_lock<Mutex> await_resume() noexcept;
  };
  struct LockAwaiter {
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<>) noexcept { return true; }
    void await_resume() noexcept {}
  };
  ScopedLockAwaiter co_scoped_lock() noexcept { return {}; }
  LockAwaiter co_lock() noexcept { return {}; }
  bool try_lock() noexcept;
  void unlock() noexcept;
};

}  // namespace coro
}  // namespace folly
