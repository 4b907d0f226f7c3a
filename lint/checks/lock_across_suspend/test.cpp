// Cases of async-lock-across-suspend: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include "awaiters.h"
#include "lazy_task.h"

#include <mutex>

std::mutex mutex;

Lazy<void> bad() {
  std::unique_lock lock(mutex);
  // expect: 'lock' holds a lock while the coroutine suspends here
  co_await sleep_ms(1);
}
Lazy<void> bad_by_hand() {
  mutex.lock();
  // expect: 'mutex' is locked while the coroutine suspends here
  co_await sleep_ms(1);
  mutex.unlock();
}

Lazy<void> good() {
  std::unique_lock lock(mutex);
  lock.unlock();
  co_await sleep_ms(1);
  { std::lock_guard inner(mutex); }
  co_await sleep_ms(1);
}

Lazy<void> silenced() {
  std::lock_guard lock(mutex);
  co_await sleep_ms(1);  // NOLINT(async-lock-across-suspend)
}

#define REST() co_await sleep_ms(1)
Lazy<void> macro() {
  std::lock_guard lock(mutex);
  // expect: 'lock' holds a lock
  REST();
}

template <class Mutex>
Lazy<void> in_template(Mutex& any) {
  std::lock_guard<Mutex> lock(any);
  // expect: 'lock' holds a lock
  co_await sleep_ms(1);
}
Lazy<void> instantiated() { return in_template(mutex); }
