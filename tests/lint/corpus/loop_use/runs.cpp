// Loops that return before anything ran.
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <thread>
#include <vector>

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

// bad: one_round_after_the_other
int three_rounds() {
  asio::io_context io;
  int done = 0;
  for (int round = 0; round < 3; ++round) {
    asio::post(io, [&done] { ++done; });
    io.run();  // expect: async-loop-use
  }
  return done;
}
// good: one_round_after_the_other
int three_good_rounds() {
  int done = 0;
  for (int round = 0; round < 3; ++round) {
    asio::io_context io;
    asio::post(io, [&done] { ++done; });
    io.run();
  }
  asio::io_context again;
  for (int round = 0; round < 3; ++round) {
    asio::post(again, [&done] { ++done; });
    again.run();
    again.restart();
  }
  return done;
}

// bad: thread_in_the_constructor
class Ticker {
 public:
  Ticker() : thread_([this] { loop_.run(); }) {}  // expect: async-loop-use
  ~Ticker() { thread_.join(); }
  void tick() {
    asio::post(loop_, [this] { ++ticks_; });
  }

 private:
  asio::io_context loop_;
  int ticks_ = 0;
  std::thread thread_;
};
// good: thread_in_the_constructor
class GoodTicker {
 public:
  GoodTicker() : busy_(loop_.get_executor()), thread_([this] { loop_.run(); }) {}
  ~GoodTicker() {
    busy_.reset();
    thread_.join();
  }
  void tick() {
    asio::post(loop_, [this] { ++ticks_; });
  }

 private:
  asio::io_context loop_;
  asio::executor_work_guard<asio::io_context::executor_type> busy_;
  int ticks_ = 0;
  std::thread thread_;
};

// bad: threads_before_the_work
void threads_before_the_work() {
  asio::io_context io;
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i) threads.emplace_back([&io] { io.run(); });  // expect: async-loop-use
  asio::steady_timer timer(io, std::chrono::milliseconds(5));
  timer.async_wait([](boost::system::error_code) {});
  for (auto& thread : threads) thread.join();
}
// good: threads_before_the_work
void threads_after_the_work() {
  asio::io_context io;
  asio::steady_timer timer(io, std::chrono::milliseconds(5));
  timer.async_wait([](boost::system::error_code) {});
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i) threads.emplace_back([&io] { io.run(); });
  for (auto& thread : threads) thread.join();
}
