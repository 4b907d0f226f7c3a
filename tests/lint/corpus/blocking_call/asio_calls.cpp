// Asio's own synchronous operations inside its own coroutines, beside the asynchronous sibling of each.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <string>

namespace asio = boost::asio;
using asio::ip::tcp;

// bad: resolver
namespace resolver_bad {
asio::awaitable<void> connect(tcp::resolver& resolver) {
  auto endpoints = resolver.resolve("localhost", "http");  // expect: async-blocking-call
  co_return;
}
}  // namespace resolver_bad
// good: resolver
namespace resolver_good {
asio::awaitable<void> connect(tcp::resolver& resolver) {
  auto endpoints = co_await resolver.async_resolve("localhost", "http", asio::use_awaitable);
  co_return;
}
}  // namespace resolver_good

// bad: timer_wait
namespace timer_wait_bad {
asio::awaitable<void> pause(asio::steady_timer& timer) {
  timer.wait();  // expect: async-blocking-call
  co_return;
}
}  // namespace timer_wait_bad
// good: timer_wait
namespace timer_wait_good {
asio::awaitable<void> pause(asio::steady_timer& timer) { co_await timer.async_wait(asio::use_awaitable); }
}  // namespace timer_wait_good

// bad: socket_read_some
namespace socket_read_some_bad {
asio::awaitable<std::size_t> read(tcp::socket& socket) {
  std::array<char, 64> data;
  co_return socket.read_some(asio::buffer(data));  // expect: async-blocking-call
}
}  // namespace socket_read_some_bad
// good: socket_read_some
namespace socket_read_some_good {
asio::awaitable<std::size_t> read(tcp::socket& socket) {
  std::array<char, 64> data;
  co_return co_await socket.async_read_some(asio::buffer(data), asio::use_awaitable);
}
}  // namespace socket_read_some_good

// bad: free_write
namespace free_write_bad {
asio::awaitable<void> greet(tcp::socket& socket) {
  asio::write(socket, asio::buffer("hello", 5));  // expect: async-blocking-call
  co_return;
}
}  // namespace free_write_bad
// good: free_write
namespace free_write_good {
asio::awaitable<void> greet(tcp::socket& socket) {
  co_await asio::async_write(socket, asio::buffer("hello", 5), asio::use_awaitable);
}
}  // namespace free_write_good

// bad: read_until_in_handler
namespace read_until_in_handler_bad {
void on_connect(tcp::socket& socket, std::string& line) {
  asio::read_until(socket, asio::dynamic_buffer(line), '\n');
}
void start(tcp::socket& socket, const tcp::endpoint& peer, std::string& line) {
  socket.async_connect(peer, [&](boost::system::error_code) {
    on_connect(socket, line);  // expect: async-blocking-call
  });
}
}  // namespace read_until_in_handler_bad
// good: read_until_in_handler
namespace read_until_in_handler_good {
void on_connect(tcp::socket& socket, std::string& line) {
  asio::async_read_until(socket, asio::dynamic_buffer(line), '\n', [](boost::system::error_code, std::size_t) {});
}
void start(tcp::socket& socket, const tcp::endpoint& peer, std::string& line) {
  socket.async_connect(peer, [&](boost::system::error_code) { on_connect(socket, line); });
}
}  // namespace read_until_in_handler_good

// bad: acceptor
namespace acceptor_bad {
asio::awaitable<void> listen(tcp::acceptor& acceptor) {
  for (;;) {
    tcp::socket peer = acceptor.accept();  // expect: async-blocking-call
    peer.close();
  }
  co_return;
}
}  // namespace acceptor_bad
// good: acceptor
namespace acceptor_good {
asio::awaitable<void> listen(tcp::acceptor& acceptor) {
  for (;;) {
    tcp::socket peer = co_await acceptor.async_accept(asio::use_awaitable);
    peer.shutdown(tcp::socket::shutdown_both);
    peer.close();
  }
}
}  // namespace acceptor_good

// bad: error_code_overload
namespace error_code_overload_bad {
asio::awaitable<std::size_t> drain(tcp::socket& socket) {
  std::array<char, 64> data;
  boost::system::error_code error;
  co_return socket.receive(asio::buffer(data), 0, error);  // expect: async-blocking-call
}
}  // namespace error_code_overload_bad
// good: error_code_overload
namespace error_code_overload_good {
asio::awaitable<std::size_t> drain(tcp::socket& socket) {
  std::array<char, 64> data;
  boost::system::error_code error;
  socket.non_blocking(true);
  co_return socket.receive(asio::buffer(data), 0, error);
}
}  // namespace error_code_overload_good

// bad: connect_sequence
namespace connect_sequence_bad {
asio::awaitable<void> dial(tcp::socket& socket, tcp::resolver::results_type endpoints) {
  asio::connect(socket, endpoints);  // expect: async-blocking-call
  co_return;
}
}  // namespace connect_sequence_bad
// good: connect_sequence
namespace connect_sequence_good {
tcp::socket dial_at_startup(asio::io_context& io, tcp::resolver::results_type endpoints) {
  tcp::socket socket(io);
  asio::connect(socket, endpoints);
  return socket;
}
asio::awaitable<void> use(tcp::socket& socket) {
  socket.set_option(tcp::no_delay(true));
  co_return;
}
}  // namespace connect_sequence_good
