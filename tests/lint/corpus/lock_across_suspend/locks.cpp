// Locks still held at a suspension: guards, manual locks, wrappers; and all the ways in which that is in order.
#include "awaiters.h"
#include "cppcoro_shape.h"
#include "folly_shape.h"
#include "lazy_task.h"
#include "libcoro_shape.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <mutex>
#include <pthread.h>
#include <shared_mutex>

std::mutex state_mutex;
std::shared_mutex table_mutex;
int state = 0;

// bad: lock_guard
namespace lock_guard_bad {
Lazy<void> update() {
  std::lock_guard guard(state_mutex);
  ++state;
  co_await sleep_ms(1);  // expect: async-lock-across-suspend
}
}  // namespace lock_guard_bad
// good: lock_guard
namespace lock_guard_good {
Lazy<void> update() {
  {
    std::lock_guard guard(state_mutex);
    ++state;
  }
  co_await sleep_ms(1);
}
}  // namespace lock_guard_good

// bad: unique_lock_relocked
namespace unique_lock_relocked_bad {
Lazy<void> update() {
  std::unique_lock lock(state_mutex);
  lock.unlock();
  co_await sleep_ms(1);
  lock.lock();
  co_await sleep_ms(1);  // expect: async-lock-across-suspend
}
}  // namespace unique_lock_relocked_bad
// good: unique_lock_relocked
namespace unique_lock_relocked_good {
Lazy<void> update() {
  std::unique_lock lock(state_mutex);
  ++state;
  lock.unlock();
  co_await sleep_ms(1);
  lock.lock();
  ++state;
}
}  // namespace unique_lock_relocked_good

// bad: deferred
namespace deferred_bad {
Lazy<void> update() {
  std::unique_lock lock(state_mutex, std::defer_lock);
  lock.lock();
  co_await sleep_ms(1);  // expect: async-lock-across-suspend
}
}  // namespace deferred_bad
// good: deferred
namespace deferred_good {
Lazy<void> update() {
  std::unique_lock lock(state_mutex, std::defer_lock);
  co_await sleep_ms(1);
  lock.lock();
  ++state;
}
}  // namespace deferred_good

// bad: manual
namespace manual_bad {
Lazy<void> update() {
  state_mutex.lock();
  co_await sleep_ms(1);  // expect: async-lock-across-suspend
  state_mutex.unlock();
}
}  // namespace manual_bad
// good: manual
namespace manual_good {
Lazy<void> update() {
  state_mutex.lock();
  ++state;
  state_mutex.unlock();
  co_await sleep_ms(1);
}
}  // namespace manual_good

// bad: one_path
namespace one_path_bad {
Lazy<void> update(bool fast) {
  std::unique_lock lock(state_mutex);
  if (fast) lock.unlock();
  co_await sleep_ms(1);  // expect: async-lock-across-suspend
}
}  // namespace one_path_bad
// good: one_path
namespace one_path_good {
Lazy<void> update(bool fast) {
  std::unique_lock lock(state_mutex);
  if (fast) co_return;
  lock.unlock();
  co_await sleep_ms(1);
}
}  // namespace one_path_good

// bad: shared_lock
namespace shared_lock_bad {
Lazy<void> read() {
  std::shared_lock lock(table_mutex);
  co_await sleep_ms(1);  // expect: async-lock-across-suspend
}
}  // namespace shared_lock_bad
// good: shared_lock
namespace shared_lock_good {
Lazy<int> read() {
  int copy = 0;
  {
    std::shared_lock lock(table_mutex);
    copy = state;
  }
  co_await sleep_ms(1);
  co_return copy;
}
}  // namespace shared_lock_good

// bad: pthread_mutex
namespace pthread_mutex_bad {
pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
Lazy<void> update() {
  pthread_mutex_lock(&lock);
  co_await sleep_ms(1);  // expect: async-lock-across-suspend
  pthread_mutex_unlock(&lock);
}
}  // namespace pthread_mutex_bad
// good: pthread_mutex
namespace pthread_mutex_good {
pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
Lazy<void> update() {
  pthread_mutex_lock(&lock);
  ++state;
  pthread_mutex_unlock(&lock);
  co_await sleep_ms(1);
}
}  // namespace pthread_mutex_good

// bad: own_wrapper
namespace own_wrapper_bad {
class Guard {
 public:
  explicit Guard(std::mutex& mutex) : mutex_(mutex) { mutex_.lock(); }
  ~Guard() { mutex_.unlock(); }

 private:
  std::mutex& mutex_;
};
Lazy<void> update() {
  Guard guard(state_mutex);
  co_await sleep_ms(1);  // expect: async-lock-across-suspend
}
}  // namespace own_wrapper_bad
// good: own_wrapper
namespace own_wrapper_good {
class Guard {
 public:
  explicit Guard(std::mutex& mutex) : mutex_(mutex) { mutex_.lock(); }
  ~Guard() { mutex_.unlock(); }

 private:
  std::mutex& mutex_;
};
Lazy<void> update() {
  {
    Guard guard(state_mutex);
    ++state;
  }
  co_await sleep_ms(1);
}
}  // namespace own_wrapper_good

// bad: folly_mutex_beside_std
namespace folly_mutex_beside_std_bad {
folly::coro::Mutex async_mutex;
folly::coro::Task<void> update() {
  std::lock_guard guard(state_mutex);
  auto lock = co_await async_mutex.co_scoped_lock();  // expect: async-lock-across-suspend
  ++state;
}
}  // namespace folly_mutex_beside_std_bad
// good: folly_mutex_beside_std
namespace folly_mutex_beside_std_good {
folly::coro::Mutex async_mutex;
folly::coro::Task<void> update() {
  auto lock = co_await async_mutex.co_scoped_lock();
  co_await sleep_ms(1);
  ++state;
}
folly::coro::Task<void> adopt() {
  co_await async_mutex.co_lock();
  std::lock_guard<folly::coro::Mutex> guard(async_mutex, std::adopt_lock);
  co_await sleep_ms(1);
}
}  // namespace folly_mutex_beside_std_good

// bad: coroutine_mutexes
namespace coroutine_mutexes_bad {
cppcoro::task<> update(std::unique_lock<std::mutex> lock) {
  co_await sleep_ms(1);  // expect: async-lock-across-suspend
}
}  // namespace coroutine_mutexes_bad
// good: coroutine_mutexes
namespace coroutine_mutexes_good {
cppcoro::async_mutex first;
coro::mutex second;
cppcoro::task<> update() {
  auto lock = co_await first.scoped_lock_async();
  co_await sleep_ms(1);
}
coro::task<> write() {
  auto lock = co_await second.scoped_lock();
  co_await sleep_ms(1);
}
}  // namespace coroutine_mutexes_good

// bad: asio_timer
namespace asio_timer_bad {
boost::asio::awaitable<void> pause(boost::asio::steady_timer& timer) {
  std::scoped_lock lock(state_mutex, table_mutex);
  co_await timer.async_wait(boost::asio::use_awaitable);  // expect: async-lock-across-suspend
}
}  // namespace asio_timer_bad
// good: asio_timer
namespace asio_timer_good {
boost::asio::awaitable<void> pause(boost::asio::steady_timer& timer) {
  co_await timer.async_wait(boost::asio::use_awaitable);
  std::scoped_lock lock(state_mutex, table_mutex);
  ++state;
}
}  // namespace asio_timer_good

// bad: try_lock
namespace try_lock_bad {
Lazy<void> update() {
  if (state_mutex.try_lock()) {
    co_await sleep_ms(1);  // expect: async-lock-across-suspend
    state_mutex.unlock();
  }
}
}  // namespace try_lock_bad
// good: try_lock
namespace try_lock_good {
Lazy<void> update() {
  while (!state_mutex.try_lock()) co_await sleep_ms(1);
  ++state;
  state_mutex.unlock();
}
}  // namespace try_lock_good

// bad: lambda_body
namespace lambda_body_bad {
Lazy<void> update() {
  auto body = []() -> Lazy<void> {
    std::lock_guard guard(state_mutex);
    co_await sleep_ms(1);  // expect: async-lock-across-suspend
  };
  co_await body();
}
}  // namespace lambda_body_bad
// good: lambda_body
namespace lambda_body_good {
Lazy<void> update() {
  auto locked = [] {
    std::lock_guard guard(state_mutex);
    return ++state;
  };
  locked();
  co_await sleep_ms(1);
}
}  // namespace lambda_body_good
