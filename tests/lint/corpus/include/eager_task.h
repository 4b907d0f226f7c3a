// Hand-written eager types: Eager starts at once and can be awaited for its result, Detached starts at once and can't.
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

template <class T = void>
class Eager;

namespace eager_detail {

struct PromiseBase {
  std::coroutine_handle<> continuation;
  std::exception_ptr error;
  std::suspend_never initial_suspend() noexcept { return {}; }
  struct FinalAwaiter {
    bool await_ready() const noexcept { return false; }
    template <class P>
    void await_suspend(std::coroutine_handle<P> done) noexcept {
      if (done.promise().continuation) done.promise().continuation.resume();
    }
    void await_resume() const noexcept {}
  };
  FinalAwaiter final_suspend() noexcept { return {}; }
  void unhandled_exception() noexcept { error = std::current_exception(); }
};

template <class T>
struct Promise : PromiseBase {
  std::optional<T> value;
  Eager<T> get_return_object() noexcept;
  template <class U>
  void return_value(U&& result) { value.emplace(std::forward<U>(result)); }
  T take() { return std::move(*value); }
};

template <>
struct Promise<void> : PromiseBase {
  Eager<void> get_return_object() noexcept;
  void return_void() noexcept {}
  void take() {}
};

}  // namespace eager_detail

template <class T>
class Eager {
 public:
  using promise_type = eager_detail::Promise<T>;
  explicit Eager(std::coroutine_handle<promise_type> frame) noexcept : frame_(frame) {}
  Eager(Eager&& other) noexcept : frame_(std::exchange(other.frame_, {})) {}
  ~Eager();

  struct Awaiter {
    std::coroutine_handle<promise_type> frame;
    bool await_ready() const noexcept { return frame.done(); }
    void await_suspend(std::coroutine_handle<> caller) noexcept { frame.promise().continuation = caller; }
    T await_resume() { return frame.promise().take(); }
  };
  Awaiter operator co_await() const noexcept { return {frame_}; }

 private:
  std::coroutine_handle<promise_type> frame_;
};

template <class T>
Eager<T> eager_detail::Promise<T>::get_return_object() noexcept {
  return Eager<T>(std::coroutine_handle<Promise<T>>::from_promise(*this));
}
inline Eager<void> eager_detail::Promise<void>::get_return_object() noexcept {
  return Eager<void>(std::coroutine_handle<Promise<void>>::from_promise(*this));
}

/// Fire and forget: nothing to await, nothing to own.
struct Detached {
  struct promise_type {
    Detached get_return_object() noexcept { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() noexcept { std::terminate(); }
  };
};
