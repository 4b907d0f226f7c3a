// The shape of Boost.Cobalt (in Boost since 1.84): task lazy through an awaiter of its own, promise and detached eager.
#pragma once

#include <coroutine>
#include <exception>
#include <utility>

namespace boost::cobalt {

namespace detail {
struct task_initial_awaiter {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>) noexcept {}
  void await_resume() noexcept {}
};
struct awaiter {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>) noexcept {}
  void await_resume() noexcept {}
};
}  // namespace detail

template <class T = void>
class [[nodiscard]] task {
 public:
  struct promise_type {
    task get_return_object() noexcept { return {}; }
    detail::task_initial_awaiter initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void unhandled_exception() noexcept {}
    void return_void() noexcept {}
  };
  task() noexcept = default;
  task(task&&) noexcept {}
  ~task() {}
  auto operator co_await() noexcept { return detail::awaiter{}; }
};

template <class T = void>
class [[nodiscard]] promise {
 public:
  struct promise_type {
    promise get_return_object() noexcept { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void unhandled_exception() noexcept {}
    void return_void() noexcept {}
  };
  promise() noexcept = default;
  promise(promise&&) noexcept {}
  ~promise() {}
  promise& operator+() && noexcept;
  auto operator co_await() noexcept { return detail::awaiter{}; }
};

struct detached {
  struct promise_type {
    detached get_return_object() noexcept { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void unhandled_exception() noexcept {}
    void return_void() noexcept {}
  };
};

template <class... Promises>
task<void> join(Promises&&... promises);

}  // namespace boost::cobalt
