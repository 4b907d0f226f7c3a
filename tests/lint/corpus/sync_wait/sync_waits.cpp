// Waiting synchronously for asynchronous work, inside asynchronous work: futures, sync_wait, nested loops.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include "awaiters.h"
#include "cppcoro_shape.h"
#include "folly_shape.h"
#include "lazy_task.h"
#include "libcoro_shape.h"
#include "qcoro_shape.h"
#include "seastar_shape.h"
#include "stdexec_shape.h"

#include <chrono>
#include <future>
#include <uv.h>

namespace asio = boost::asio;

// bad: future_get
namespace future_get_bad {
Lazy<int> compute(std::future<int> answer) {
  co_return answer.get();  // expect: async-sync-wait
}
}  // namespace future_get_bad
// good: future_get
namespace future_get_good {
Lazy<int> compute(std::future<int> answer) {
  while (answer.wait_for(std::chrono::seconds(0)) != std::future_status::ready) co_await sleep_ms(1);
  co_return answer.get();
}
}  // namespace future_get_good

// bad: use_future_get
namespace use_future_get_bad {
void start(asio::io_context& io, asio::steady_timer& timer) {
  asio::post(io, [&timer] {
    timer.async_wait(asio::use_future).get();  // expect: async-sync-wait
  });
}
}  // namespace use_future_get_bad
// good: use_future_get
namespace use_future_get_good {
int main_thread(asio::steady_timer& timer) {
  timer.async_wait(asio::use_future).get();
  return 0;
}
}  // namespace use_future_get_good

// bad: nested_run
namespace nested_run_bad {
asio::awaitable<void> drain(asio::io_context& io) {
  io.run();  // expect: async-sync-wait
  co_return;
}
}  // namespace nested_run_bad
// good: nested_run
namespace nested_run_good {
asio::awaitable<void> drain(asio::io_context& io) {
  io.poll();
  io.stop();
  co_return;
}
int run_all(asio::io_context& io) { return static_cast<int>(io.run()); }
}  // namespace nested_run_good

// bad: uv_run_in_callback
namespace uv_run_in_callback_bad {
void on_timer(uv_timer_t* timer) {
  uv_run(timer->loop, UV_RUN_DEFAULT);  // expect: async-sync-wait
}
void start(uv_timer_t* timer) { uv_timer_start(timer, on_timer, 1, 0); }
}  // namespace uv_run_in_callback_bad
// good: uv_run_in_callback
namespace uv_run_in_callback_good {
void on_timer(uv_timer_t* timer) { uv_stop(timer->loop); }
int start(uv_loop_t* loop, uv_timer_t* timer) {
  uv_timer_start(timer, on_timer, 1, 0);
  return uv_run(loop, UV_RUN_DEFAULT);
}
}  // namespace uv_run_in_callback_good

// bad: cppcoro_sync_wait
namespace cppcoro_sync_wait_bad {
cppcoro::task<> child() { co_return; }
cppcoro::task<> parent() {
  cppcoro::sync_wait(child());  // expect: async-sync-wait
  co_return;
}
}  // namespace cppcoro_sync_wait_bad
// good: cppcoro_sync_wait
namespace cppcoro_sync_wait_good {
cppcoro::task<> child() { co_return; }
int parent() {
  cppcoro::sync_wait(child());
  return 0;
}
}  // namespace cppcoro_sync_wait_good

// bad: libcoro_sync_wait_chain
namespace libcoro_sync_wait_chain_bad {
coro::task<> child() { co_return; }
void finish() { coro::sync_wait(child()); }
coro::task<> parent() {
  finish();  // expect: async-sync-wait
  co_return;
}
}  // namespace libcoro_sync_wait_chain_bad
// good: libcoro_sync_wait_chain
namespace libcoro_sync_wait_chain_good {
coro::task<> child() { co_return; }
coro::task<> finish() { co_await child(); }
coro::task<> parent() { co_await finish(); }
}  // namespace libcoro_sync_wait_chain_good

// bad: folly_blocking_wait
namespace folly_blocking_wait_bad {
folly::coro::Task<void> child() { co_return; }
folly::coro::Task<void> parent() {
  folly::coro::blockingWait(child());  // expect: async-sync-wait
  co_return;
}
}  // namespace folly_blocking_wait_bad
// good: folly_blocking_wait
namespace folly_blocking_wait_good {
folly::coro::Task<void> child() { co_return; }
int main_thread() {
  folly::coro::blockingWait(child());
  return 0;
}
}  // namespace folly_blocking_wait_good

// bad: stdexec_sync_wait
namespace stdexec_sync_wait_bad {
exec::task<> child() { co_return; }
exec::task<> parent() {
  stdexec::sync_wait(child());  // expect: async-sync-wait
  co_return;
}
}  // namespace stdexec_sync_wait_bad
// good: stdexec_sync_wait
namespace stdexec_sync_wait_good {
exec::task<> child() { co_return; }
exec::task<> parent() { co_await child(); }
}  // namespace stdexec_sync_wait_good

// bad: qcoro_wait_for
namespace qcoro_wait_for_bad {
QCoro::Task<> child() { co_return; }
QCoro::Task<> parent() {
  QCoro::waitFor(child());  // expect: async-sync-wait
  co_return;
}
}  // namespace qcoro_wait_for_bad
// good: qcoro_wait_for
namespace qcoro_wait_for_good {
QCoro::Task<> child() { co_return; }
QCoro::Task<> parent() { co_await child(); }
}  // namespace qcoro_wait_for_good

// bad: seastar_get
namespace seastar_get_bad {
seastar::future<> child() { co_return; }
seastar::future<> parent() {
  child().get();  // expect: async-sync-wait
  co_return;
}
}  // namespace seastar_get_bad
// good: seastar_get
namespace seastar_get_good {
seastar::future<> child() { co_return; }
seastar::future<> parent() {
  return seastar::async([] { child().get(); });
}
}  // namespace seastar_get_good

// bad: pool_join
namespace pool_join_bad {
asio::awaitable<void> stop(asio::thread_pool& pool) {
  pool.join();  // expect: async-sync-wait | async-blocking-call
  co_return;
}
}  // namespace pool_join_bad
// good: pool_join
namespace pool_join_good {
asio::awaitable<void> stop(asio::thread_pool& pool) {
  pool.stop();
  co_return;
}
}  // namespace pool_join_good

// bad: promise_in_lambda
namespace promise_in_lambda_bad {
void start(asio::steady_timer& timer) {
  timer.async_wait([](boost::system::error_code) {
    std::promise<int> promise;
    std::shared_future<int> result = promise.get_future().share();
    result.wait();  // expect: async-sync-wait
  });
}
}  // namespace promise_in_lambda_bad
// good: promise_in_lambda
namespace promise_in_lambda_good {
void start(asio::steady_timer& timer, std::promise<int>& promise) {
  timer.async_wait([&promise](boost::system::error_code) { promise.set_value(1); });
  promise.get_future().wait();
}
}  // namespace promise_in_lambda_good
