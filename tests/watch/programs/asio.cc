#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "mistakes.h"

namespace asio = boost::asio;

asio::awaitable<void> session(asio::steady_timer timer) {
  do {
    timer.expires_after(std::chrono::milliseconds(3));
    co_await timer.async_wait(asio::use_awaitable);
  } while (seeded::step());
}

int main() {
  asio::io_context io(1);
  asio::co_spawn(io, session(asio::steady_timer(io)), asio::detached);
  io.run();
  return seeded::result();
}
