// A guard that is got by awaiting belongs to a mutex made for coroutines, whatever the guard's type is.
#include "awaiters.h"
#include "lazy_task.h"

#include <mutex>

struct Spin {
  void lock();
  void unlock();
  Lazy<std::unique_lock<Spin>> coScopedLock();
};

// bad: awaited_guard
namespace awaited_guard_bad {
Lazy<void> update(std::mutex& mutex) {
  std::unique_lock<std::mutex> guard(mutex);
  co_await sleep_ms(1);  // expect: async-lock-across-suspend
}
}  // namespace awaited_guard_bad
// good: awaited_guard
namespace awaited_guard_good {
Lazy<void> update(Spin& spin) {
  auto guard = co_await spin.coScopedLock();
  co_await sleep_ms(1);
}
}  // namespace awaited_guard_good
