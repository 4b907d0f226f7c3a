// Loops that no cancellation ends.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <exception>

namespace asio = boost::asio;

struct Statistics {
  int failures = 0;
};

// bad: retries_for_ever
asio::awaitable<void> pull(asio::ip::tcp::socket& socket, Statistics& statistics) {
  char bytes[64];
  for (;;) {
    try {
      co_await asio::async_read(socket, asio::buffer(bytes), asio::use_awaitable);
    } catch (const std::exception&) {  // expect: async-swallowed-cancellation
      ++statistics.failures;
    }
  }
}
// good: retries_for_ever
asio::awaitable<void> pull_until_cancelled(asio::ip::tcp::socket& socket, Statistics& statistics) {
  char bytes[64];
  for (;;) {
    try {
      co_await asio::async_read(socket, asio::buffer(bytes), asio::use_awaitable);
    } catch (const std::exception&) {
      if (++statistics.failures > 3) throw;
    }
  }
}

// bad: catch_all_in_a_branch
asio::awaitable<void> beat(asio::steady_timer& timer, bool often) {
  while (true) {
    if (often) {
      try {
        co_await timer.async_wait(asio::use_awaitable);
      } catch (...) {  // expect: async-swallowed-cancellation
        timer.expires_after(std::chrono::seconds(1));
      }
    }
  }
}
// good: catch_all_in_a_branch
asio::awaitable<void> beat_a_while(asio::steady_timer& timer, bool often) {
  while (true) {
    if (often) {
      try {
        co_await timer.async_wait(asio::use_awaitable);
      } catch (...) {
        break;
      }
    }
  }
}
