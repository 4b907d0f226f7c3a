// Pools and threads: the same blocking call is fine there, and wrong again in what comes back to the loop.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <future>
#include <thread>
#include <unistd.h>

namespace asio = boost::asio;

void slow_work() { sleep(2); }

// bad: posted_to_pool
namespace posted_to_pool_bad {
void slow_work() { sleep(2); }
void submit(asio::io_context& loop) {
  asio::post(loop, [] { slow_work(); });  // expect: async-blocking-call
}
}  // namespace posted_to_pool_bad
// good: posted_to_pool
namespace posted_to_pool_good {
void submit(asio::thread_pool& pool) {
  asio::post(pool, [] { slow_work(); });
}
}  // namespace posted_to_pool_good

// bad: back_on_the_loop
namespace back_on_the_loop_bad {
void slow_work() { sleep(2); }
void submit(asio::thread_pool& pool, asio::io_context& loop) {
  asio::post(pool, [&loop] {
    slow_work();
    asio::post(loop, [] { slow_work(); });  // expect: async-blocking-call
  });
}
}  // namespace back_on_the_loop_bad
// good: back_on_the_loop
namespace back_on_the_loop_good {
void submit(asio::thread_pool& pool, asio::io_context& loop) {
  asio::post(loop, [&pool] { asio::post(pool, [] { slow_work(); }); });
}
}  // namespace back_on_the_loop_good

// bad: own_thread
namespace own_thread_bad {
void slow_work() { sleep(2); }
asio::awaitable<void> run() {
  slow_work();  // expect: async-blocking-call
  co_return;
}
}  // namespace own_thread_bad
// good: own_thread
namespace own_thread_good {
asio::awaitable<void> run() {
  std::thread([] { slow_work(); }).detach();
  co_return;
}
}  // namespace own_thread_good

// bad: std_async_dropped
namespace std_async_dropped_bad {
asio::awaitable<void> run() {
  auto result = std::async(std::launch::async, slow_work);
  result.wait();  // expect: async-sync-wait
  co_return;
}
}  // namespace std_async_dropped_bad
// good: std_async_dropped
namespace std_async_dropped_good {
std::future<void> pending;
asio::awaitable<void> run() {
  pending = std::async(std::launch::async, [] { slow_work(); });
  co_return;
}
}  // namespace std_async_dropped_good

// bad: pool_executor
namespace pool_executor_bad {
void submit(asio::io_context::executor_type loop) {
  asio::post(loop, [] {
    sleep(2);  // expect: async-blocking-call
  });
}
}  // namespace pool_executor_bad
// good: pool_executor
namespace pool_executor_good {
void submit(asio::thread_pool& pool) {
  auto executor = pool.get_executor();
  asio::post(executor, [] { sleep(2); });
}
}  // namespace pool_executor_good

// bad: coroutine_on_pool
namespace coroutine_on_pool_bad {
void slow_work() { sleep(2); }
void start(asio::io_context& loop) {
  asio::co_spawn(
      loop,
      []() -> asio::awaitable<void> {
        slow_work();  // expect: async-blocking-call
        co_return;
      },
      [](std::exception_ptr) {});
}
}  // namespace coroutine_on_pool_bad
// good: coroutine_on_pool
namespace coroutine_on_pool_good {
void start(asio::thread_pool& pool) {
  asio::co_spawn(
      pool,
      []() -> asio::awaitable<void> {
        slow_work();
        co_return;
      },
      [](std::exception_ptr) {});
}
}  // namespace coroutine_on_pool_good
