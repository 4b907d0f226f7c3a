// The shape of Seastar: a nodiscard future that becomes a coroutine type through std::coroutine_traits, and then().
#pragma once

#include <coroutine>
#include <exception>
#include <utility>

namespace seastar {

void enqueue(void* continuation) noexcept;

template <class T = void>
class [[nodiscard]] future {
 public:
  future() noexcept = default;
  future(future&&) noexcept {}
  ~future() {}
  template <class Func>
  future<void> then(Func&& func) noexcept {
    enqueue(static_cast<void*>(&func));
    return {};
  }
  T get();
  bool available() const noexcept;
  void ignore_ready_future() noexcept;
};

struct future_awaiter {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>) noexcept {}
  void await_resume() noexcept {}
};
template <class T>
future_awaiter operator co_await(future<T>) noexcept {
  return {};
}

template <class Func>
future<void> async(Func&& func) {
  enqueue(static_cast<void*>(&func));
  return {};
}

future<void> sleep(int ms);

}  // namespace seastar

template <class... Args>
struct std::coroutine_traits<seastar::future<void>, Args...> {
  struct promise_type {
    seastar::future<void> get_return_object() noexcept { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void unhandled_exception() noexcept {}
    void return_void() noexcept {}
  };
};
