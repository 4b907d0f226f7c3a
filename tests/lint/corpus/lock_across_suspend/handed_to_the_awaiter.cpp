// A guard that what is awaited gets and can unlock, as a condition variable does.
#include "awaiters.h"
#include "lazy_task.h"

#include <coroutine>
#include <mutex>
#include <utility>
#include <vector>

struct Waiters {
  std::vector<std::coroutine_handle<>> handles;
};
/// Notes who waits, and unlocks.
class Queued {
 public:
  Queued(Waiters& waiters, std::unique_lock<std::mutex>& guard) : waiters_(waiters), guard_(std::move(guard)) {}
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> caller) {
    waiters_.handles.push_back(caller);
    const auto last = std::move(guard_);
  }
  void await_resume() {}

 private:
  Waiters& waiters_;
  std::unique_lock<std::mutex> guard_;
};
/// Notes who waits, and only looks at the guard.
class Watched {
 public:
  Watched(Waiters& waiters, const std::unique_lock<std::mutex>& guard) : waiters_(waiters), owned_(guard.owns_lock()) {}
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> caller) { waiters_.handles.push_back(caller); }
  void await_resume() {}

 private:
  Waiters& waiters_;
  bool owned_;
};

// bad: awaiter_takes_the_guard
namespace awaiter_takes_the_guard_bad {
Lazy<void> arrive(std::mutex& mutex, Waiters& waiters) {
  std::unique_lock<std::mutex> guard(mutex);
  co_await Watched(waiters, guard);  // expect: async-lock-across-suspend
}
}  // namespace awaiter_takes_the_guard_bad
// good: awaiter_takes_the_guard
namespace awaiter_takes_the_guard_good {
Lazy<void> arrive(std::mutex& mutex, Waiters& waiters) {
  std::unique_lock<std::mutex> guard(mutex);
  co_await Queued(waiters, guard);
}
}  // namespace awaiter_takes_the_guard_good

// bad: coroutine_takes_the_guard
namespace coroutine_takes_the_guard_bad {
Lazy<void> count_under(std::unique_lock<std::mutex>& guard, int& count) {
  if (guard.owns_lock()) ++count;
  co_await sleep_ms(1);
}
Lazy<void> run(std::mutex& mutex, int& count) {
  std::unique_lock<std::mutex> guard(mutex);
  co_await count_under(guard, count);  // expect: async-lock-across-suspend
}
}  // namespace coroutine_takes_the_guard_bad
// good: coroutine_takes_the_guard
namespace coroutine_takes_the_guard_good {
Lazy<void> count_and_unlock(std::unique_lock<std::mutex>& guard, int& count) {
  ++count;
  guard.unlock();
  co_await sleep_ms(1);
}
Lazy<void> run(std::mutex& mutex, int& count) {
  std::unique_lock<std::mutex> guard(mutex);
  co_await count_and_unlock(guard, count);
}
}  // namespace coroutine_takes_the_guard_good
