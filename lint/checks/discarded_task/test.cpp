// Cases of async-discarded-task: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include <boost/asio/deferred.hpp>
#include <boost/asio/steady_timer.hpp>

#include <future>

namespace asio = boost::asio;

void work(int number);

void bad(asio::steady_timer& timer) {
  // expect: the future of 'async' dies at once
  std::async(std::launch::async, work, 1);
  // expect: is deferred and thrown away: it never starts
  timer.async_wait(asio::deferred);
}
void good(asio::steady_timer& timer) {
  auto future = std::async(std::launch::async, work, 1);
  auto wait = timer.async_wait(asio::deferred);
  std::move(wait)([](boost::system::error_code) {});
}
void silenced() {
  std::async(std::launch::async, work, 1);  // NOLINT(async-discarded-task)
}
#define ASYNC(call, argument) std::async(std::launch::async, call, argument)
template <class T>
void macro_in_template(T value) {
  // expect: the future of 'async' dies at once
  ASYNC(work, value);
}
void instantiated() { macro_in_template(1); }
