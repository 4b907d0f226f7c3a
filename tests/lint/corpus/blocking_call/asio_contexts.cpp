// Every place in Boost.Asio from which a function gets onto the event loop, each with the same blocking call in it.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/defer.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <functional>
#include <memory>
#include <unistd.h>

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// bad: awaitable_body
namespace awaitable_body_bad {
asio::awaitable<void> serve() {
  sleep(1);  // expect: async-blocking-call
  co_return;
}
}  // namespace awaitable_body_bad
// good: awaitable_body
namespace awaitable_body_good {
asio::awaitable<void> serve() {
  asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::seconds(1));
  co_await timer.async_wait(asio::use_awaitable);
}
}  // namespace awaitable_body_good

// bad: post_lambda
namespace post_lambda_bad {
void start(asio::io_context& io) {
  asio::post(io, [] { sleep(1); });  // expect: async-blocking-call
}
}  // namespace post_lambda_bad
// good: post_lambda
namespace post_lambda_good {
void start(asio::io_context& io) {
  sleep(1);
  asio::post(io, [] {});
}
}  // namespace post_lambda_good

// bad: dispatch_lambda
namespace dispatch_lambda_bad {
void start(asio::io_context& io) {
  asio::dispatch(io.get_executor(), [] {
    sleep(1);  // expect: async-blocking-call
  });
}
}  // namespace dispatch_lambda_bad
// good: dispatch_lambda
namespace dispatch_lambda_good {
void start(asio::io_context& io) {
  int runs = 0;
  asio::dispatch(io.get_executor(), [runs]() mutable { ++runs; });
}
}  // namespace dispatch_lambda_good

// bad: defer_function_pointer
namespace defer_function_pointer_bad {
void slow() {
  sleep(1);  // expect: async-blocking-call
}
void start(asio::io_context& io) { asio::defer(io, &slow); }
}  // namespace defer_function_pointer_bad
// good: defer_function_pointer
namespace defer_function_pointer_good {
int counter = 0;
void slow() { sleep(1); }
void quick() { ++counter; }
void start(asio::io_context& io) {
  slow();
  asio::defer(io, &quick);
}
}  // namespace defer_function_pointer_good

// bad: timer_handler
namespace timer_handler_bad {
void arm(asio::steady_timer& timer) {
  timer.async_wait([](error_code) { sleep(1); });  // expect: async-blocking-call
}
}  // namespace timer_handler_bad
// good: timer_handler
namespace timer_handler_good {
void arm(asio::steady_timer& timer) {
  timer.async_wait([&timer](error_code error) {
    if (!error) timer.expires_after(std::chrono::seconds(1));
  });
}
}  // namespace timer_handler_good

// bad: member_handler_bind
namespace member_handler_bind_bad {
class Session : public std::enable_shared_from_this<Session> {
 public:
  explicit Session(tcp::socket socket) : socket_(std::move(socket)) {}
  void read() {
    socket_.async_read_some(asio::buffer(data_),
                            std::bind(&Session::on_read, shared_from_this(), std::placeholders::_1, std::placeholders::_2));
  }

 private:
  void on_read(error_code error, std::size_t) {
    if (!error) usleep(1000);  // expect: async-blocking-call
  }
  tcp::socket socket_;
  char data_[64];
};
}  // namespace member_handler_bind_bad
// good: member_handler_bind
namespace member_handler_bind_good {
class Session : public std::enable_shared_from_this<Session> {
 public:
  explicit Session(tcp::socket socket) : socket_(std::move(socket)) {}
  void read() {
    socket_.async_read_some(asio::buffer(data_),
                            std::bind(&Session::on_read, shared_from_this(), std::placeholders::_1, std::placeholders::_2));
  }

 private:
  void on_read(error_code error, std::size_t) {
    if (!error) read();
  }
  tcp::socket socket_;
  char data_[64];
};
}  // namespace member_handler_bind_good

// bad: strand_bound_handler
namespace strand_bound_handler_bad {
void send(tcp::socket& socket, asio::strand<asio::io_context::executor_type>& strand, const std::string& text) {
  asio::async_write(socket, asio::buffer(text), asio::bind_executor(strand, [](error_code, std::size_t) {
                      sleep(1);  // expect: async-blocking-call
                    }));
}
}  // namespace strand_bound_handler_bad
// good: strand_bound_handler
namespace strand_bound_handler_good {
void send(tcp::socket& socket, asio::strand<asio::io_context::executor_type>& strand, const std::string& text) {
  asio::async_write(socket, asio::buffer(text), asio::bind_executor(strand, [](error_code, std::size_t) {}));
}
}  // namespace strand_bound_handler_good

// bad: signal_handler_chain
namespace signal_handler_chain_bad {
struct Service {
  void drain() { sleep(5); }
  void stop() { drain(); }
};
void watch(asio::signal_set& signals, Service& service) {
  signals.async_wait([&service](error_code, int) {
    service.stop();  // expect: async-blocking-call
  });
}
}  // namespace signal_handler_chain_bad
// good: signal_handler_chain
namespace signal_handler_chain_good {
struct Service {
  bool stopping = false;
  void stop() { stopping = true; }
};
void watch(asio::signal_set& signals, Service& service) {
  signals.async_wait([&service](error_code, int) { service.stop(); });
}
}  // namespace signal_handler_chain_good

// bad: functor_object
namespace functor_object_bad {
struct OnAccept {
  void operator()(error_code, tcp::socket) const {
    sleep(1);  // expect: async-blocking-call
  }
};
void listen(tcp::acceptor& acceptor) { acceptor.async_accept(OnAccept{}); }
}  // namespace functor_object_bad
// good: functor_object
namespace functor_object_good {
struct OnAccept {
  int* accepted;
  void operator()(error_code, tcp::socket) const { ++*accepted; }
};
void listen(tcp::acceptor& acceptor, int* accepted) { acceptor.async_accept(OnAccept{accepted}); }
}  // namespace functor_object_good

// bad: spawned_lambda
namespace spawned_lambda_bad {
void start(asio::io_context& io) {
  asio::co_spawn(
      io,
      []() -> asio::awaitable<void> {
        sleep(1);  // expect: async-blocking-call
        co_return;
      },
      asio::detached);
}
}  // namespace spawned_lambda_bad
// good: spawned_lambda
namespace spawned_lambda_good {
void start(asio::io_context& io) {
  asio::co_spawn(io, []() -> asio::awaitable<void> { co_return; }, [](std::exception_ptr) {});
}
}  // namespace spawned_lambda_good
