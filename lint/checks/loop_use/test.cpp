// Cases of async-loop-use: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <thread>

namespace asio = boost::asio;

void bad(asio::io_context& io) {
  io.run();
  asio::post(io, [] {});
  // expect: 'io' has run out of work before, and this run() returns at once
  io.run();
}
void bad_thread() {
  asio::io_context io;
  // expect: 'io' may run out of work before it has got any
  std::thread thread([&io] { io.run(); });
  asio::post(io, [] {});
  thread.join();
}
void good(asio::io_context& io) {
  io.run();
  io.restart();
  io.run();
}
void good_thread() {
  asio::io_context io;
  const auto work = asio::make_work_guard(io);
  std::thread thread([&io] { io.run(); });
  asio::post(io, [&io] { io.stop(); });
  thread.join();
}
void silenced(asio::io_context& io) {
  io.run();
  io.run();  // NOLINT(async-loop-use)
}
#define RUN(loop) loop.run()
template <class Loop>
void macro_in_template(Loop& loop) {
  RUN(loop);
  // expect: 'loop' has run out of work before
  RUN(loop);
}
void instantiated(asio::io_context& io) { macro_in_template(io); }
