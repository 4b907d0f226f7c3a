// Contexts in other libraries' task types, in the project's own sinks (.unblock.yaml), and calls whose target is not certain.
#include "cobalt_shape.h"
#include "folly_shape.h"
#include "lazy_task.h"
#include "libcoro_shape.h"
#include "qcoro_shape.h"
#include "seastar_shape.h"
#include "stdexec_shape.h"

#include <boost/asio.hpp>

#include <functional>
#include <memory>
#include <unistd.h>
#include <vector>

namespace asio = boost::asio;

namespace own_db {
int query(const char* text);
int async_query(const char* text, std::function<void(int)> done);
inline int cached(const char* text) { return query(text); }
}  // namespace own_db
namespace own_loop {
void on_ready(int fd, std::function<void()> handler);
void in_background(std::function<void()> work);
struct Channel {
  void subscribe(std::function<void(int)> handler);
};
}  // namespace own_loop

// bad: folly_task
namespace folly_task_bad {
folly::coro::Task<int> load() {
  sleep(1);  // expect: async-blocking-call
  co_return 1;
}
}  // namespace folly_task_bad
// good: folly_task
namespace folly_task_good {
int load() {
  sleep(1);
  return 1;
}
}  // namespace folly_task_good

// bad: qcoro_task
namespace qcoro_task_bad {
void settle() { usleep(100); }
QCoro::Task<> load() {
  settle();  // expect: async-blocking-call
  co_return;
}
}  // namespace qcoro_task_bad
// good: qcoro_task
namespace qcoro_task_good {
void settle() {}
QCoro::Task<> load() {
  settle();
  co_return;
}
}  // namespace qcoro_task_good

// bad: seastar_coroutine
namespace seastar_coroutine_bad {
seastar::future<> load() {
  sleep(1);  // expect: async-blocking-call
  co_await seastar::sleep(1);
}
}  // namespace seastar_coroutine_bad
// good: seastar_coroutine
namespace seastar_coroutine_good {
seastar::future<> load() { co_await seastar::sleep(1000); }
}  // namespace seastar_coroutine_good

// bad: seastar_continuation
namespace seastar_continuation_bad {
seastar::future<> load() {
  return seastar::sleep(1).then([] {
    sleep(1);  // expect: async-blocking-call
  });
}
}  // namespace seastar_continuation_bad
// good: seastar_continuation
namespace seastar_continuation_good {
seastar::future<> load() {
  return seastar::async([] { sleep(1); });
}
}  // namespace seastar_continuation_good

// bad: cobalt_promise
namespace cobalt_promise_bad {
boost::cobalt::promise<void> load() {
  sleep(1);  // expect: async-blocking-call
  co_return;
}
}  // namespace cobalt_promise_bad
// good: cobalt_promise
namespace cobalt_promise_good {
boost::cobalt::promise<void> load() { co_return; }
void start_up() { sleep(1); }
}  // namespace cobalt_promise_good

// bad: libcoro_task
namespace libcoro_task_bad {
coro::task<int> load() {
  co_return static_cast<int>(sleep(1));  // expect: async-blocking-call
}
}  // namespace libcoro_task_bad
// good: libcoro_task
namespace libcoro_task_good {
coro::task<int> load() { co_return 1; }
}  // namespace libcoro_task_good

// bad: stdexec_task
namespace stdexec_task_bad {
exec::task<void> load() {
  sleep(1);  // expect: async-blocking-call
  co_return;
}
}  // namespace stdexec_task_bad
// good: stdexec_task
namespace stdexec_task_good {
exec::task<void> load() { co_return; }
}  // namespace stdexec_task_good

// bad: own_sink
namespace own_sink_bad {
void start(int fd) {
  own_loop::on_ready(fd, [] {
    sleep(1);  // expect: async-blocking-call
  });
}
}  // namespace own_sink_bad
// good: own_sink
namespace own_sink_good {
void start() {
  own_loop::in_background([] { sleep(1); });
}
}  // namespace own_sink_good

// bad: own_member_sink
namespace own_member_sink_bad {
void wait_a_bit(int) { sleep(1); }
void start(own_loop::Channel& channel) {
  channel.subscribe([](int message) {
    wait_a_bit(message);  // expect: async-blocking-call
  });
}
}  // namespace own_member_sink_bad
// good: own_member_sink
namespace own_member_sink_good {
void start(own_loop::Channel& channel, std::vector<int>& seen) {
  channel.subscribe([&seen](int message) { seen.push_back(message); });
}
}  // namespace own_member_sink_good

// bad: own_blocking_function
namespace own_blocking_function_bad {
Lazy<int> load() {
  co_return own_db::query("select 1");  // expect: async-blocking-call
}
}  // namespace own_blocking_function_bad
// good: own_blocking_function
namespace own_blocking_function_good {
Lazy<int> load() { co_return own_db::cached("select 1"); }
}  // namespace own_blocking_function_good

// bad: annotated_parameter
namespace annotated_parameter_bad {
void every_tick([[clang::annotate("unblock::async")]] void (*handler)());
void on_tick() {
  sleep(1);  // expect: async-blocking-call
}
void start() { every_tick(on_tick); }
}  // namespace annotated_parameter_bad
// good: annotated_parameter
namespace annotated_parameter_good {
void once(void (*function)());
void on_start() { sleep(1); }
void start() { once(on_start); }
}  // namespace annotated_parameter_good

// bad: virtual_may
namespace virtual_may_bad {
struct Store {
  virtual ~Store() = default;
  virtual void flush() = 0;
};
struct MemoryStore : Store {
  void flush() override {}
};
struct RemoteStore : Store {
  void flush() override { sleep(1); }
};
Lazy<void> save(Store& store) {
  store.flush();  // expect: async-blocking-call
  co_return;
}
}  // namespace virtual_may_bad
// good: virtual_may
namespace virtual_may_good {
struct Store {
  virtual ~Store() = default;
  virtual void flush() = 0;
};
struct MemoryStore : Store {
  void flush() override {}
};
Lazy<void> save(Store& store) {
  store.flush();
  co_return;
}
}  // namespace virtual_may_good

// bad: choice_of_functions
namespace choice_of_functions_bad {
void slow() { sleep(1); }
void fast() {}
Lazy<void> run(bool careful) {
  auto* step = careful ? slow : fast;
  step();  // expect: async-blocking-call
  co_return;
}
}  // namespace choice_of_functions_bad
// good: choice_of_functions
namespace choice_of_functions_good {
void fast() {}
void faster() {}
Lazy<void> run(bool careful) {
  auto* step = careful ? fast : faster;
  step();
  co_return;
}
}  // namespace choice_of_functions_good

// bad: function_parameter_called_inside
namespace function_parameter_called_inside_bad {
void with_log(const std::function<void()>& body) { body(); }
Lazy<void> run() {
  with_log([] { sleep(1); });  // expect: async-blocking-call
  co_return;
}
}  // namespace function_parameter_called_inside_bad
// good: function_parameter_called_inside
namespace function_parameter_called_inside_good {
void with_log(const std::function<void()>& body) { body(); }
Lazy<void> run() {
  with_log([] {});
  co_return;
}
void start_up() {
  with_log([] { sleep(1); });
}
}  // namespace function_parameter_called_inside_good

// bad: own_forwarding_sink
namespace own_forwarding_sink_bad {
class Server {
 public:
  explicit Server(asio::io_context& io) : timer_(io) {}
  template <class Handler>
  void later(Handler handler) {
    timer_.async_wait([handler](boost::system::error_code) {
      handler();  // expect: async-blocking-call
    });
  }

 private:
  asio::steady_timer timer_;
};
void start(Server& server) {
  server.later([] { sleep(1); });
}
}  // namespace own_forwarding_sink_bad
// good: own_forwarding_sink
namespace own_forwarding_sink_good {
class Server {
 public:
  explicit Server(asio::thread_pool& pool) : pool_(pool) {}
  template <class Handler>
  void later(Handler handler) {
    asio::post(pool_, [handler] { handler(); });
  }

 private:
  asio::thread_pool& pool_;
};
void start(Server& server) {
  server.later([] { sleep(1); });
}
}  // namespace own_forwarding_sink_good

// bad: strand_of_the_loop
namespace strand_of_the_loop_bad {
void start(asio::io_context& io) {
  auto strand = asio::make_strand(io);
  asio::dispatch(strand, [] {
    sleep(1);  // expect: async-blocking-call
  });
}
}  // namespace strand_of_the_loop_bad
// good: strand_of_the_loop
namespace strand_of_the_loop_good {
void start(asio::thread_pool& pool) {
  auto strand = asio::make_strand(pool);
  asio::dispatch(strand, [] { sleep(1); });
}
}  // namespace strand_of_the_loop_good

// bad: macro_that_waits
namespace macro_that_waits_bad {
#define RETRY_LATER() sleep(1)
Lazy<void> run() {
  RETRY_LATER();  // expect: async-blocking-call
  co_return;
}
}  // namespace macro_that_waits_bad
// good: macro_that_waits
namespace macro_that_waits_good {
#define RETRY_NOW() static_cast<void>(0)
Lazy<void> run() {
  RETRY_NOW();
  co_return;
}
}  // namespace macro_that_waits_good
