// Where the exception of a detached coroutine comes from: helpers, what stands beside the try, what is thrown on.
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <cstdint>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

namespace asio = boost::asio;
using asio::ip::tcp;

// bad: helper_reads_a_header
namespace helper_reads_a_header_bad {
enum class Kind : std::uint8_t {
  hello,
  data,
  bye
};
asio::awaitable<int> body_size(Kind kind, std::uint16_t announced) {
  switch (kind) {
    case Kind::hello: co_return 8;
    case Kind::data: co_return announced;
    case Kind::bye: co_return 0;
  }
  throw std::out_of_range("kind");
}
asio::awaitable<void> talk(tcp::socket peer) {
  for (int served = 0; served < 100; ++served) {
    if (co_await body_size(Kind::data, 12) == 0) break;
  }
  peer.close();
}
void greet(tcp::socket peer) {
  const auto executor = peer.get_executor();
  asio::co_spawn(executor, talk(std::move(peer)), asio::detached);  // expect: async-detached-exception
}
}  // namespace helper_reads_a_header_bad
// good: helper_reads_a_header
namespace helper_reads_a_header_good {
enum class Kind : std::uint8_t {
  hello,
  data,
  bye
};
asio::awaitable<int> body_size(Kind kind, std::uint16_t announced) {
  switch (kind) {
    case Kind::hello: co_return 8;
    case Kind::data: co_return announced;
    case Kind::bye: co_return 0;
  }
  throw std::out_of_range("kind");
}
asio::awaitable<void> talk(tcp::socket peer) {
  try {
    for (int served = 0; served < 100; ++served) {
      if (co_await body_size(Kind::data, 12) == 0) break;
    }
  } catch (const std::exception& error) {
    std::fputs(error.what(), stderr);
  }
  peer.close();
}
void greet(tcp::socket peer) {
  const auto executor = peer.get_executor();
  asio::co_spawn(executor, talk(std::move(peer)), asio::detached);
}
}  // namespace helper_reads_a_header_good

// bad: last_line_is_outside
namespace last_line_is_outside_bad {
class Shop {
 public:
  asio::awaitable<void> open(tcp::acceptor& door) {
    for (;;) {
      auto [error, guest] = co_await door.async_accept(asio::as_tuple(asio::use_awaitable));
      if (error) co_return;
      asio::co_spawn(door.get_executor(), serve(std::move(guest)), asio::detached);  // expect: async-detached-exception
    }
  }

 private:
  static asio::awaitable<void> serve(tcp::socket guest) {
    std::string order(32, ' ');
    try {
      co_await asio::async_read(guest, asio::buffer(order), asio::use_awaitable);
    } catch (const std::exception&) {
      order = "nothing";
    }
    co_await asio::async_write(guest, asio::buffer(order), asio::use_awaitable);
  }
};
}  // namespace last_line_is_outside_bad
// good: last_line_is_outside
namespace last_line_is_outside_good {
class Shop {
 public:
  asio::awaitable<void> open(tcp::acceptor& door) {
    for (;;) {
      auto [error, guest] = co_await door.async_accept(asio::as_tuple(asio::use_awaitable));
      if (error) co_return;
      asio::co_spawn(door.get_executor(), serve(std::move(guest)), asio::detached);
    }
  }

 private:
  static asio::awaitable<void> serve(tcp::socket guest) {
    std::string order(32, ' ');
    auto [failed, count] = co_await asio::async_read(guest, asio::buffer(order), asio::as_tuple(asio::use_awaitable));
    if (failed) order = "nothing";
    co_await asio::async_write(guest, asio::buffer(order, count), asio::as_tuple(asio::use_awaitable));
  }
};
}  // namespace last_line_is_outside_good

// bad: thrown_with_more_words
namespace thrown_with_more_words_bad {
template <class Timer>
asio::awaitable<void> tick(Timer& timer, std::string name) {
  try {
    co_await timer.async_wait(asio::use_awaitable);
  } catch (const std::exception& error) {
    throw std::runtime_error(name + ": " + error.what());
  }
}
void start(asio::io_context& io, asio::steady_timer& timer) {
  asio::co_spawn(io, tick(timer, "clock"), asio::detached);  // expect: async-detached-exception
}
}  // namespace thrown_with_more_words_bad
// good: thrown_with_more_words
namespace thrown_with_more_words_good {
template <class Timer>
asio::awaitable<void> tick(Timer& timer, std::string name) {
  try {
    co_await timer.async_wait(asio::use_awaitable);
  } catch (const std::exception& error) {
    throw std::runtime_error(name + ": " + error.what());
  }
}
asio::awaitable<void> tick_quietly(asio::steady_timer& timer) {
  try {
    co_await tick(timer, "clock");
  } catch (...) {
    timer.cancel();
  }
}
void start(asio::io_context& io, asio::steady_timer& timer) {
  asio::co_spawn(io, tick_quietly(timer), asio::detached);
}
}  // namespace thrown_with_more_words_good

// bad: caught_and_thrown_on
namespace caught_and_thrown_on_bad {
asio::awaitable<void> upload(tcp::socket& socket, int& failures) {
  const char text[] = "report";
  try {
    co_await asio::async_write(socket, asio::buffer(text), asio::use_awaitable);
  } catch (const std::exception&) {
    ++failures;
    throw;
  }
}
void start(tcp::socket& socket, int& failures) {
  asio::co_spawn(socket.get_executor(), upload(socket, failures), asio::detached);  // expect: async-detached-exception
}
}  // namespace caught_and_thrown_on_bad
// good: caught_and_thrown_on
namespace caught_and_thrown_on_good {
asio::awaitable<void> upload(tcp::socket& socket, int& failures) {
  const char text[] = "report";
  try {
    co_await asio::async_write(socket, asio::buffer(text), asio::use_awaitable);
  } catch (const std::exception&) {
    ++failures;
    throw;
  }
}
void start(tcp::socket& socket, int& failures) {
  asio::co_spawn(socket.get_executor(), upload(socket, failures), [&socket](std::exception_ptr error) {
    if (error) socket.close();
  });
}
}  // namespace caught_and_thrown_on_good

// bad: only_system_errors
namespace only_system_errors_bad {
asio::awaitable<void> count_down(asio::steady_timer& timer, std::string from) {
  try {
    if (from.empty()) throw std::invalid_argument("from");
    co_await timer.async_wait(asio::use_awaitable);
  } catch (const boost::system::system_error&) {
    timer.cancel();
  }
}
void start(asio::io_context& io, asio::steady_timer& timer) {
  asio::co_spawn(io, count_down(timer, "3"), asio::detached);  // expect: async-detached-exception
}
}  // namespace only_system_errors_bad
// good: only_system_errors
namespace only_system_errors_good {
asio::awaitable<void> count_down(asio::steady_timer& timer) {
  try {
    co_await timer.async_wait(asio::use_awaitable);
  } catch (const std::exception&) {
    timer.cancel();
  }
}
void start(asio::io_context& io, asio::steady_timer& timer) {
  asio::co_spawn(io, count_down(timer), asio::detached);
}
}  // namespace only_system_errors_good

// bad: system_errors_alone_are_caught
namespace system_errors_alone_are_caught_bad {
asio::awaitable<int> rounds_left(std::string text) { co_return std::stoi(text.empty() ? throw std::invalid_argument("rounds") : text); }
asio::awaitable<void> count_down(asio::steady_timer& timer) {
  try {
    for (int left = co_await rounds_left("3"); left > 0; --left) co_await timer.async_wait(asio::use_awaitable);
  } catch (const boost::system::system_error&) {
    timer.cancel();
  }
}
void begin(asio::steady_timer& timer) {
  asio::co_spawn(timer.get_executor(), count_down(timer), asio::detached);  // expect: async-detached-exception
}
}  // namespace system_errors_alone_are_caught_bad
// good: system_errors_alone_are_caught
namespace system_errors_alone_are_caught_good {
asio::awaitable<void> count_down(asio::steady_timer& timer) {
  try {
    for (int left = 3; left > 0; --left) co_await timer.async_wait(asio::use_awaitable);
  } catch (const boost::system::system_error&) {
    timer.cancel();
  }
}
void begin(asio::steady_timer& timer) { asio::co_spawn(timer.get_executor(), count_down(timer), asio::detached); }
}  // namespace system_errors_alone_are_caught_good
