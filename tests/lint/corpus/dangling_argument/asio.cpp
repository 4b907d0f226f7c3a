// The same with Asio: arguments of a coroutine that co_spawn starts and the caller does not wait for.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <string>

namespace asio = boost::asio;
using asio::ip::tcp;

asio::awaitable<void> greet(const std::string& name) {
  if (name.empty()) co_return;
}
asio::awaitable<void> greet_copy(std::string name) {
  if (name.empty()) co_return;
}
asio::awaitable<void> session(tcp::socket& socket) {
  co_await asio::async_write(socket, asio::buffer("x", 1), asio::use_awaitable);
}
asio::awaitable<void> owning_session(tcp::socket socket) {
  co_await asio::async_write(socket, asio::buffer("x", 1), asio::use_awaitable);
}

// bad: spawned_temporary
namespace spawned_temporary_bad {
void start(asio::io_context& io) {
  asio::co_spawn(io, greet("you"), [](std::exception_ptr) {});  // expect: async-dangling-argument
}
}  // namespace spawned_temporary_bad
// good: spawned_temporary
namespace spawned_temporary_good {
void start(asio::io_context& io) { asio::co_spawn(io, greet_copy("you"), [](std::exception_ptr) {}); }
}  // namespace spawned_temporary_good

// bad: loop_local_socket
namespace loop_local_socket_bad {
asio::awaitable<void> listen(tcp::acceptor& acceptor) {
  for (;;) {
    tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
    asio::co_spawn(acceptor.get_executor(), session(socket), [](std::exception_ptr) {});  // expect: async-dangling-argument
  }
}
}  // namespace loop_local_socket_bad
// good: loop_local_socket
namespace loop_local_socket_good {
asio::awaitable<void> listen(tcp::acceptor& acceptor) {
  for (;;) {
    tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
    asio::co_spawn(acceptor.get_executor(), owning_session(std::move(socket)), [](std::exception_ptr) {});
  }
}
}  // namespace loop_local_socket_good

// bad: main_runs_the_loop
namespace main_runs_the_loop_bad {
void start(asio::io_context& io) {
  tcp::socket socket(io);
  asio::co_spawn(io, session(socket), [](std::exception_ptr) {});  // expect: async-dangling-argument
}
}  // namespace main_runs_the_loop_bad
// good: main_runs_the_loop
namespace main_runs_the_loop_good {
int run_everything() {
  asio::io_context io;
  tcp::socket socket(io);
  asio::co_spawn(io, session(socket), [](std::exception_ptr) {});
  io.run();
  return 0;
}
}  // namespace main_runs_the_loop_good
