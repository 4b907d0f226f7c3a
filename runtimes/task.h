// A lazy coroutine task and a group of them, for runtimes that bring none of their own. Not thread-safe: one loop, one thread.
#pragma once

#include <coroutine>
#include <cstdint>
#include <exception>
#include <optional>
#include <utility>

namespace unblock {

class TaskGroup;

namespace detail {

/// Who hears that a task has ended: the coroutine that awaits it, the group that owns it, or nobody. One word, to keep frames small.
class Completion {
 public:
  void set(std::coroutine_handle<> waiter) { word_ = reinterpret_cast<std::uintptr_t>(waiter.address()); }
  void set_detached() { word_ = kDetachedBit; }
  bool detached() const { return word_ == kDetachedBit; }
  void set(TaskGroup& group) { word_ = reinterpret_cast<std::uintptr_t>(&group) | kGroupBit; }
  TaskGroup* group() const {
    return (word_ & kGroupBit) != 0 ? reinterpret_cast<TaskGroup*>(word_ & ~kGroupBit) : nullptr;
  }
  std::coroutine_handle<> waiter() const {
    if (word_ == 0 || detached()) return std::noop_coroutine();
    return std::coroutine_handle<>::from_address(reinterpret_cast<void*>(word_));
  }

 private:
  static constexpr std::uintptr_t kGroupBit = 1, kDetachedBit = 2;
  std::uintptr_t word_ = 0;
};

struct PromiseBase {
  struct FinalAwaiter {
    bool await_ready() const noexcept { return false; }
    template <class Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> ended) const noexcept;
    void await_resume() const noexcept {}
  };

  std::suspend_always initial_suspend() const noexcept { return {}; }
  FinalAwaiter final_suspend() const noexcept { return {}; }
  void unhandled_exception() noexcept { error = std::current_exception(); }

  Completion completion;
  std::exception_ptr error;
};

template <class T>
struct ValuePromise : PromiseBase {
  template <class U>
  void return_value(U&& result) {
    value.emplace(std::forward<U>(result));
  }
  T take() {
    if (error) std::rethrow_exception(std::exchange(error, nullptr));
    return std::move(*value);
  }
  std::optional<T> value;
};

struct VoidPromise : PromiseBase {
  void return_void() const noexcept {}
  void take() {
    if (error) std::rethrow_exception(std::exchange(error, nullptr));
  }
};

}  // namespace detail

/// Owns a coroutine that has not started. Awaiting it starts it and gives its result.
template <class T = void>
class [[nodiscard]] Task {
 public:
  struct promise_type : std::conditional_t<std::is_void_v<T>, detail::VoidPromise, detail::ValuePromise<T>> {
    Task get_return_object() { return Task(std::coroutine_handle<promise_type>::from_promise(*this)); }
  };
  using Handle = std::coroutine_handle<promise_type>;

  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Task& operator=(Task&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Task() {
    if (handle_) handle_.destroy();
  }

  auto operator co_await() && noexcept {
    struct Awaiter {
      Handle handle;
      bool await_ready() const noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiter) const noexcept {
        handle.promise().completion.set(waiter);
        return handle;
      }
      T await_resume() const { return handle.promise().take(); }
    };
    return Awaiter{handle_};
  }

  /// Starts it from outside any coroutine; returns at its first suspension.
  void start() { handle_.resume(); }
  bool done() const { return handle_.done(); }
  /// The result of a task that is done().
  T take() { return handle_.promise().take(); }
  /// Gives the frame away; the new owner destroys it.
  Handle release() { return std::exchange(handle_, nullptr); }

 private:
  explicit Task(Handle handle) : handle_(handle) {}
  Handle handle_;
};

/// Starts a task that nobody waits for. Its frame frees itself when the task ends, with the error if there is one; when its
/// loop ends before, the frame is lost.
inline void detach(Task<void> task) {
  auto handle = task.release();
  handle.promise().completion.set_detached();
  handle.resume();
}

/// Tasks that run beside the caller. A task costs its frame and nothing else: the frame frees itself when the task ends.
class TaskGroup {
 public:
  TaskGroup() = default;
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;

  /// Runs the task up to its first suspension.
  void spawn(Task<void> task) {
    auto handle = task.release();
    handle.promise().completion.set(*this);
    ++pending_;
    handle.resume();
  }

  /// From now on a task that ends with this very exception has not failed.
  void ignore(std::exception_ptr error) { ignored_ = std::move(error); }

  /// Tasks that have not ended.
  std::uint64_t pending() const { return pending_; }

  auto join() noexcept {
    struct Awaiter {
      TaskGroup& group;
      bool await_ready() const noexcept { return group.pending_ == 0; }
      void await_suspend(std::coroutine_handle<> waiter) const noexcept { group.joiner_ = waiter; }
      void await_resume() const {
        if (group.first_error_) std::rethrow_exception(std::exchange(group.first_error_, nullptr));
      }
    };
    return Awaiter{*this};
  }

  /// A task has ended; returns whom to resume.
  std::coroutine_handle<> ended(std::exception_ptr error) noexcept {
    if (error && !first_error_ && error != ignored_) first_error_ = std::move(error);
    if (--pending_ == 0 && joiner_) return std::exchange(joiner_, nullptr);
    return std::noop_coroutine();
  }

 private:
  std::uint64_t pending_ = 0;
  std::coroutine_handle<> joiner_;
  std::exception_ptr first_error_, ignored_;
};

namespace detail {

template <class Promise>
std::coroutine_handle<> PromiseBase::FinalAwaiter::await_suspend(std::coroutine_handle<Promise> ended) const noexcept {
  Promise& promise = ended.promise();
  TaskGroup* group = promise.completion.group();
  if (!group) {
    const std::coroutine_handle<> waiter = promise.completion.waiter();
    if (promise.completion.detached()) ended.destroy();
    return waiter;
  }
  std::exception_ptr error = std::move(promise.error);
  ended.destroy();  // frees this awaiter too: nothing below may touch it
  return group->ended(std::move(error));
}

}  // namespace detail

}  // namespace unblock
