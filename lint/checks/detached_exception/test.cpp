// Cases of async-detached-exception: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <stdexcept>

namespace asio = boost::asio;

asio::awaitable<void> throws(int n) {
  if (n < 0) throw std::invalid_argument("n");
  co_return;
}
asio::awaitable<void> calls() { co_await throws(1); }
asio::awaitable<void> catches() {
  try {
    co_await throws(1);
  } catch (...) {
  }
}

void bad(asio::io_context& io) {
  // expect: an exception of 'throws' is lost
  asio::co_spawn(io, throws(1), asio::detached);
  // expect: an exception of 'calls' is lost
  asio::co_spawn(io, calls(), asio::detached);
}

void good(asio::io_context& io) {
  asio::co_spawn(io, catches(), asio::detached);
  asio::co_spawn(io, throws(1), [](std::exception_ptr) {});
}

void silenced(asio::io_context& io) { asio::co_spawn(io, throws(1), asio::detached); }  // NOLINT(async-detached-exception)

#define GO(io, task) asio::co_spawn(io, task, asio::detached)
void macro(asio::io_context& io) {
  // expect: an exception of 'throws' is lost
  GO(io, throws(1));
}

template <class T>
void in_template(asio::io_context& io, T n) {
  // expect: an exception of 'throws' is lost
  asio::co_spawn(io, throws(n), asio::detached);
}
void instantiated(asio::io_context& io) { in_template(io, 1); }
