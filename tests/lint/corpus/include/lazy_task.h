// A hand-written lazy task: the body starts when somebody awaits it. Deliberately not [[nodiscard]].
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

template <class T = void>
class Lazy;

namespace lazy_detail {

struct PromiseBase {
  std::coroutine_handle<> continuation = std::noop_coroutine();
  std::exception_ptr error;

  struct FinalAwaiter {
    bool await_ready() const noexcept { return false; }
    template <class Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> done) noexcept {
      return done.promise().continuation;
    }
    void await_resume() const noexcept {}
  };

  std::suspend_always initial_suspend() noexcept { return {}; }
  FinalAwaiter final_suspend() noexcept { return {}; }
  void unhandled_exception() noexcept { error = std::current_exception(); }
};

template <class T>
struct Promise : PromiseBase {
  std::optional<T> value;
  Lazy<T> get_return_object() noexcept;
  template <class U>
  void return_value(U&& result) { value.emplace(std::forward<U>(result)); }
  T take() {
    if (error) std::rethrow_exception(error);
    return std::move(*value);
  }
};

template <>
struct Promise<void> : PromiseBase {
  Lazy<void> get_return_object() noexcept;
  void return_void() noexcept {}
  void take() {
    if (error) std::rethrow_exception(error);
  }
};

}  // namespace lazy_detail

template <class T>
class Lazy {
 public:
  using promise_type = lazy_detail::Promise<T>;

  explicit Lazy(std::coroutine_handle<promise_type> frame) noexcept : frame_(frame) {}
  Lazy(Lazy&& other) noexcept : frame_(std::exchange(other.frame_, {})) {}
  Lazy& operator=(Lazy&& other) noexcept {
    std::swap(frame_, other.frame_);
    return *this;
  }
  ~Lazy() {
    if (frame_) frame_.destroy();
  }

  struct Awaiter {
    std::coroutine_handle<promise_type> frame;
    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) noexcept {
      frame.promise().continuation = caller;
      return frame;
    }
    T await_resume() { return frame.promise().take(); }
  };
  Awaiter operator co_await() noexcept { return {frame_}; }

  /// Runs the body up to its first suspension.
  void start() { frame_.resume(); }
  /// Gives the frame away.
  std::coroutine_handle<promise_type> release() noexcept { return std::exchange(frame_, {}); }

 private:
  std::coroutine_handle<promise_type> frame_;
};

template <class T>
Lazy<T> lazy_detail::Promise<T>::get_return_object() noexcept {
  return Lazy<T>(std::coroutine_handle<Promise<T>>::from_promise(*this));
}
inline Lazy<void> lazy_detail::Promise<void>::get_return_object() noexcept {
  return Lazy<void>(std::coroutine_handle<Promise<void>>::from_promise(*this));
}

/// Takes ownership and runs the task on some loop later; defined elsewhere.
void spawn(Lazy<void> task);
