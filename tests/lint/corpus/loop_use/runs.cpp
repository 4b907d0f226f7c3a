// Loops that return before anything ran.
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <thread>

namespace asio = boost::asio;

// bad: two_phases
int two_phases() {
  asio::io_context io;
  int done = 0;
  asio::post(io, [&done] { ++done; });
  io.run();
  asio::steady_timer timer(io, std::chrono::milliseconds(1));
  timer.async_wait([&done](boost::system::error_code) { ++done; });
  io.run();  // expect: async-loop-use
  return done;
}
// good: two_phases
int two_good_phases() {
  asio::io_context io;
  int done = 0;
  asio::post(io, [&done] { ++done; });
  io.run();
  asio::steady_timer timer(io, std::chrono::milliseconds(1));
  timer.async_wait([&done](boost::system::error_code) { ++done; });
  io.restart();
  io.run();
  return done;
}

// bad: thread_first
void thread_first() {
  asio::io_context io;
  std::thread background([&io] { io.run(); });  // expect: async-loop-use
  asio::steady_timer timer(io, std::chrono::milliseconds(5));
  timer.async_wait([](boost::system::error_code) {});
  background.join();
}
// good: thread_first
void thread_second() {
  asio::io_context io;
  asio::steady_timer timer(io, std::chrono::milliseconds(5));
  timer.async_wait([](boost::system::error_code) {});
  std::thread background([&io] { io.run(); });
  background.join();
}
