// Cases of async-io-object-lifetime: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <memory>
#include <optional>

namespace asio = boost::asio;
using boost::system::error_code;

void bad(asio::io_context& io) {
  asio::steady_timer timer(io, std::chrono::seconds(1));
  // expect: 'timer' dies with this scope, which aborts its
  timer.async_wait([](error_code) {});
}
void bad_shared(asio::io_context& io) {
  auto resolver = std::make_shared<asio::ip::tcp::resolver>(io);
  // expect: 'resolver' dies with this scope
  resolver->async_resolve("localhost", "80", [](error_code, const asio::ip::tcp::resolver::results_type&) {});
}
void bad_order() {
  std::optional<asio::steady_timer> timer;
  asio::io_context io;
  // expect: 'timer' is destroyed after the loop 'io' that it belongs to
  timer.emplace(io, std::chrono::seconds(1));
  timer->async_wait([](error_code) {});
  io.run();
}

void good(asio::io_context& io) {
  auto timer = std::make_shared<asio::steady_timer>(io, std::chrono::seconds(1));
  timer->async_wait([timer](error_code) {});
}
void good_run() {
  asio::io_context io;
  asio::steady_timer timer(io, std::chrono::seconds(1));
  timer.async_wait([](error_code) {});
  io.run();
}
void good_reset() {
  std::unique_ptr<asio::steady_timer> timer;
  asio::io_context io;
  timer = std::make_unique<asio::steady_timer>(io);
  io.run();
  timer.reset();
}

void silenced(asio::io_context& io) {
  asio::steady_timer timer(io, std::chrono::seconds(1));
  timer.async_wait([](error_code) {});  // NOLINT(async-io-object-lifetime)
}

#define WAIT(timer) timer.async_wait([](error_code) {})
template <class Timer>
void macro_in_template(asio::io_context& io) {
  Timer timer(io);
  // expect: 'timer' dies with this scope
  WAIT(timer);
}
void instantiated(asio::io_context& io) { macro_in_template<asio::steady_timer>(io); }
