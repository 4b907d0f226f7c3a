// A coroutine spawned with nobody to see its exception; a handler, a catch-all or a noexcept body makes it right.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>

#include <exception>
#include <stdexcept>

namespace asio = boost::asio;
using asio::ip::tcp;

// bad: throws
namespace throws_bad {
asio::awaitable<void> work(int n) {
  if (n < 0) throw std::invalid_argument("n");
  co_return;
}
void start(asio::io_context& io) {
  asio::co_spawn(io, work(1), asio::detached);  // expect: async-detached-exception
}
}  // namespace throws_bad
// good: throws
namespace throws_good {
asio::awaitable<void> work(int n) {
  if (n < 0) throw std::invalid_argument("n");
  co_return;
}
void start(asio::io_context& io) {
  asio::co_spawn(io, work(1), [](std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
  });
}
}  // namespace throws_good

// bad: awaits_throwing_operation
namespace awaits_throwing_operation_bad {
asio::awaitable<void> echo(tcp::socket socket) {
  char data[64];
  std::size_t count = co_await socket.async_read_some(asio::buffer(data), asio::use_awaitable);
  co_await asio::async_write(socket, asio::buffer(data, count), asio::use_awaitable);
}
void start(asio::io_context& io, tcp::socket socket) {
  asio::co_spawn(io, echo(std::move(socket)), asio::detached);  // expect: async-detached-exception
}
}  // namespace awaits_throwing_operation_bad
// good: awaits_throwing_operation
namespace awaits_throwing_operation_good {
asio::awaitable<void> echo(tcp::socket socket) {
  try {
    char data[64];
    std::size_t count = co_await socket.async_read_some(asio::buffer(data), asio::use_awaitable);
    co_await asio::async_write(socket, asio::buffer(data, count), asio::use_awaitable);
  } catch (const std::exception&) {
  }
}
void start(asio::io_context& io, tcp::socket socket) {
  asio::co_spawn(io, echo(std::move(socket)), asio::detached);
}
}  // namespace awaits_throwing_operation_good

// bad: lambda_body
namespace lambda_body_bad {
int parse(const char* text);
void start(asio::io_context& io) {
  asio::co_spawn(io, []() -> asio::awaitable<void> {  // expect: async-detached-exception
    throw std::runtime_error("lost");
    co_return;
  }, asio::detached);
}
}  // namespace lambda_body_bad
// good: lambda_body
namespace lambda_body_good {
int parse(const char* text) noexcept;
void start(asio::io_context& io) {
  asio::co_spawn(io, []() -> asio::awaitable<void> {
    parse("1");
    co_return;
  }, asio::detached);
}
}  // namespace lambda_body_good

// bad: narrow_catch
namespace narrow_catch_bad {
asio::awaitable<void> work(int n) {
  try {
    if (n < 0) throw std::runtime_error("n");
  } catch (const std::invalid_argument&) {
  }
  co_return;
}
void start(asio::io_context& io) {
  asio::co_spawn(io, work(1), asio::detached);  // expect: async-detached-exception
}
}  // namespace narrow_catch_bad
// good: narrow_catch
namespace narrow_catch_good {
asio::awaitable<void> work(int n) {
  try {
    if (n < 0) throw std::runtime_error("n");
  } catch (...) {
  }
  co_return;
}
std::future<void> start(asio::io_context& io) { return asio::co_spawn(io, work(1), asio::use_future); }
void start_detached(asio::io_context& io) { asio::co_spawn(io, work(1), asio::detached); }
}  // namespace narrow_catch_good
