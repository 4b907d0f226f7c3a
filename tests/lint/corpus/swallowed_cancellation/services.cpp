// Services that take a cancellation for one more failure.
#include "folly_shape.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <exception>
#include <stdexcept>
#include <string>

namespace asio = boost::asio;
using asio::ip::tcp;

void log_line(const std::string& text);

// bad: backs_off_and_reconnects
class Uplink {
 public:
  asio::awaitable<void> keep_up(tcp::endpoint station) {
    for (int attempt = 0;; ++attempt) {
      bool failed = false;
      try {
        co_await socket_.async_connect(station, asio::use_awaitable);
        co_await relay();
      } catch (const boost::system::system_error& error) {  // expect: async-swallowed-cancellation
        log_line(std::to_string(attempt) + error.what());
        failed = true;
      }
      if (failed) socket_.close();
    }
  }

 private:
  asio::awaitable<void> relay();
  tcp::socket socket_;
};
// good: backs_off_and_reconnects
class GoodUplink {
 public:
  asio::awaitable<void> keep_up(tcp::endpoint station) {
    for (int attempt = 0;; ++attempt) {
      bool failed = false;
      try {
        co_await socket_.async_connect(station, asio::use_awaitable);
        co_await relay();
      } catch (const boost::system::system_error& error) {
        if (error.code() == asio::error::operation_aborted) co_return;
        log_line(std::to_string(attempt) + error.what());
        failed = true;
      }
      if (failed) socket_.close();
    }
  }

 private:
  asio::awaitable<void> relay();
  tcp::socket socket_;
};

// bad: bad_datagrams_are_skipped
struct BadFormat : std::runtime_error {
  using std::runtime_error::runtime_error;
};
void parse(const std::string& datagram);
asio::awaitable<void> collect(asio::ip::udp::socket& socket, int& dropped) {
  std::string datagram(512, '\0');
  while (true) {
    try {
      const auto size = co_await socket.async_receive(asio::buffer(datagram), asio::use_awaitable);
      parse(datagram.substr(0, size));
    } catch (const BadFormat&) {
      ++dropped;
    } catch (...) {  // expect: async-swallowed-cancellation
      log_line("socket failed");
    }
  }
}
// good: bad_datagrams_are_skipped
asio::awaitable<void> collect_well(asio::ip::udp::socket& socket, int& dropped) {
  std::string datagram(512, '\0');
  while (true) {
    const auto size = co_await socket.async_receive(asio::buffer(datagram), asio::use_awaitable);
    try {
      parse(datagram.substr(0, size));
    } catch (const BadFormat&) {
      ++dropped;
    } catch (...) {
      log_line("parser failed");
    }
  }
}

// bad: spawned_lambda
void start_clock(asio::steady_timer& timer, int& late) {
  asio::co_spawn(
      timer.get_executor(),
      [&timer, &late]() -> asio::awaitable<void> {
        while (true) {
          timer.expires_after(std::chrono::seconds(1));
          try {
            co_await timer.async_wait(asio::use_awaitable);
          } catch (const std::exception&) {  // expect: async-swallowed-cancellation
            ++late;
            continue;
          }
        }
      },
      [](std::exception_ptr) {});
}
// good: spawned_lambda
void start_good_clock(asio::steady_timer& timer, int& late) {
  asio::co_spawn(
      timer.get_executor(),
      [&timer, &late]() -> asio::awaitable<void> {
        try {
          while (true) {
            timer.expires_after(std::chrono::seconds(1));
            co_await timer.async_wait(asio::use_awaitable);
          }
        } catch (const std::exception&) {
          ++late;
        }
      },
      [](std::exception_ptr) {});
}

// bad: task_of_another_library
template <class Queue>
folly::coro::Task<void> work_off(Queue& queue) {
  for (;;) {
    try {
      if (auto job = co_await queue.next()) job();
    } catch (const std::exception& error) {  // expect: async-swallowed-cancellation
      log_line(error.what());
    }
  }
}
struct Jobs {
  folly::coro::Task<void (*)()> next();
};
folly::coro::Task<void> work_off_jobs(Jobs& jobs) { co_await work_off(jobs); }
// good: task_of_another_library
struct OperationCancelled : std::exception {};
template <class Queue>
folly::coro::Task<void> work_off_well(Queue& queue) {
  for (;;) {
    try {
      if (auto job = co_await queue.next()) job();
    } catch (const OperationCancelled&) {
      throw;
    } catch (const std::exception& error) {
      log_line(error.what());
    }
  }
}
struct GoodJobs {
  folly::coro::Task<void (*)()> next();
};
folly::coro::Task<void> work_off_good_jobs(GoodJobs& jobs) { co_await work_off_well(jobs); }

// bad: asked_at_the_end
asio::awaitable<void> knock(asio::steady_timer& timer, int& failures) {
  do {
    try {
      timer.expires_after(std::chrono::seconds(1));
      co_await timer.async_wait(asio::use_awaitable);
    } catch (const std::exception&) {  // expect: async-swallowed-cancellation
      ++failures;
    }
  } while (1);
}
// good: asked_at_the_end
asio::awaitable<void> knock_a_while(asio::steady_timer& timer, int& failures) {
  do {
    try {
      timer.expires_after(std::chrono::seconds(1));
      co_await timer.async_wait(asio::use_awaitable);
    } catch (const std::exception&) {
      ++failures;
    }
  } while (failures < 3);
}
