// Where a posted function runs: executors the code defines itself, an io_context that is only a worker's queue, pools of coroutines.
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/execution/blocking.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <coroutine>
#include <cstddef>
#include <thread>
#include <unistd.h>
#include <utility>

#include "libcoro_shape.h"

namespace asio = boost::asio;

// An executor that starts a thread for every function.
struct ThreadExecutor {
  template <class F>
  void execute(F f) const {
    std::thread(std::move(f)).detach();
  }
  ThreadExecutor require(asio::execution::blocking_t::never_t) const { return *this; }
  bool operator==(const ThreadExecutor&) const noexcept { return true; }
  bool operator!=(const ThreadExecutor&) const noexcept { return false; }
};

// bad: own_executor
namespace own_executor_bad {
void start(asio::io_context::executor_type executor) {
  asio::post(executor, [] { sleep(1); });  // expect: async-blocking-call
}
}  // namespace own_executor_bad
// good: own_executor
namespace own_executor_good {
void start(ThreadExecutor executor) {
  asio::post(executor, [] { sleep(1); });
}
}  // namespace own_executor_good

// bad: worker_queue
namespace worker_queue_bad {
class Service {
 public:
  Service() : timer_(loop_), guard_(asio::make_work_guard(loop_)), thread_([this] { loop_.run(); }) {}
  ~Service() {
    loop_.stop();
    thread_.join();
  }
  void flush() {
    asio::post(loop_, [] { sleep(1); });  // expect: async-blocking-call
  }

 private:
  asio::io_context loop_;
  asio::steady_timer timer_;
  asio::executor_work_guard<asio::io_context::executor_type> guard_;
  std::thread thread_;
};
}  // namespace worker_queue_bad
// good: worker_queue
namespace worker_queue_good {
class Service {
 public:
  Service() : guard_(asio::make_work_guard(loop_)), thread_([this] { loop_.run(); }) {}
  ~Service() {
    loop_.stop();
    thread_.join();
  }
  void flush() {
    asio::post(loop_, [] { sleep(1); });
  }

 private:
  asio::io_context loop_;
  asio::executor_work_guard<asio::io_context::executor_type> guard_;
  std::thread thread_;
};
}  // namespace worker_queue_good

// bad: moved_to_pool
namespace moved_to_pool_bad {
coro::task<void> compress() {
  sleep(1);  // expect: async-blocking-call
  co_return;
}
}  // namespace moved_to_pool_bad
// good: moved_to_pool
namespace moved_to_pool_good {
coro::task<void> compress(coro::thread_pool& pool) {
  co_await pool.schedule();
  sleep(1);
}
}  // namespace moved_to_pool_good

// bad: given_to_pool
namespace given_to_pool_bad {
coro::task<void> compress() {
  sleep(1);  // expect: async-blocking-call
  co_return;
}
coro::task<void> start() { co_await compress(); }
}  // namespace given_to_pool_bad
// good: given_to_pool
namespace given_to_pool_good {
coro::task<void> compress() {
  sleep(1);
  co_return;
}
void start(coro::thread_pool& pool) { pool.spawn(compress()); }
}  // namespace given_to_pool_good

// A generator, made by hand: its body runs on the thread that asks for the next value.
struct Numbers {
  struct promise_type {
    Numbers get_return_object() { return {}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int) noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  int* begin();
  int* end();
};

// bad: generator
namespace generator_bad {
Numbers slow() {
  sleep(1);
  co_yield 1;
}
coro::task<int> sum() {
  int total = 0;
  sleep(1);  // expect: async-blocking-call
  for (int each : slow()) total += each;
  co_return total;
}
}  // namespace generator_bad
// good: generator
namespace generator_good {
Numbers slow() {
  sleep(1);
  co_yield 1;
}
int sum() {
  int total = 0;
  for (int each : slow()) total += each;
  return total;
}
}  // namespace generator_good
