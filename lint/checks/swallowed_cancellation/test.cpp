// Cases of async-swallowed-cancellation: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>

namespace asio = boost::asio;

void log(const char* text);

asio::awaitable<void> bad(asio::steady_timer& timer) {
  while (true) {
    try {
      co_await timer.async_wait(asio::use_awaitable);
      // expect: this catches the cancellation of the wait too
    } catch (...) {
      log("failed");
    }
  }
}
asio::awaitable<void> good(asio::steady_timer& timer, bool& running) {
  while (running) {
    try {
      co_await timer.async_wait(asio::use_awaitable);
    } catch (...) {
      log("failed");
    }
  }
  for (;;) {
    try {
      co_await timer.async_wait(asio::use_awaitable);
    } catch (const std::exception& error) {
      log(error.what());
      co_return;
    }
  }
}
asio::awaitable<void> silenced(asio::steady_timer& timer) {
  for (;;) {
    try {
      co_await timer.async_wait(asio::use_awaitable);
    } catch (...) {  // NOLINT(async-swallowed-cancellation)
      log("failed");
    }
  }
}
#define FOR_EVER for (;;)
template <class Timer>
asio::awaitable<void> macro_in_template(Timer& timer) {
  FOR_EVER {
    try {
      co_await timer.async_wait(asio::use_awaitable);
      // expect: this catches the cancellation of the wait too
    } catch (...) {
      log("failed");
    }
  }
}
asio::awaitable<void> instantiated(asio::steady_timer& timer) { co_await macro_in_template(timer); }
