// Loops that are run once more than they can be, or too early.
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <thread>

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// bad: until_it_answers
namespace until_answers_bad {
bool reach(const tcp::endpoint& server) {
  asio::io_context io;
  bool reached = false;
  while (!reached) {
    tcp::socket socket(io);
    socket.async_connect(server, [&reached](error_code error) { reached = !error; });
    io.run();  // expect: async-loop-use
  }
  return reached;
}
}  // namespace until_answers_bad
// good: until_it_answers
namespace until_answers_good {
bool reach(const tcp::endpoint& server) {
  asio::io_context io;
  bool reached = false;
  while (!reached) {
    tcp::socket socket(io);
    socket.async_connect(server, [&reached](error_code error) { reached = !error; });
    io.run();
    io.restart();
  }
  return reached;
}
}  // namespace until_answers_good

// bad: engine_started_in_the_body
namespace engine_bad {
class Engine {
 public:
  Engine() {
    revs_ = 0;
    driver_ = std::thread([this] { io_.run(); });  // expect: async-loop-use
  }
  ~Engine() { driver_.join(); }
  void rev() {
    asio::post(io_, [this] { ++revs_; });
  }

 private:
  asio::io_context io_;
  int revs_ = 0;
  std::thread driver_;
};
}  // namespace engine_bad
// good: engine_started_in_the_body
namespace engine_good {
class Engine {
 public:
  Engine() {
    keep_.emplace(io_.get_executor());
    driver_ = std::thread([this] { io_.run(); });
  }
  ~Engine() {
    keep_.reset();
    driver_.join();
  }
  void rev() {
    asio::post(io_, [this] { ++revs_; });
  }

 private:
  asio::io_context io_;
  std::optional<asio::executor_work_guard<asio::io_context::executor_type>> keep_;
  int revs_ = 0;
  std::thread driver_;
};
}  // namespace engine_good

// bad: loop_behind_a_pointer
namespace behind_pointer_bad {
class Service {
 public:
  void serve_twice() {
    asio::post(*loop_, [this] { ++served_; });
    loop_->run();
    asio::post(*loop_, [this] { ++served_; });
    loop_->run();  // expect: async-loop-use
  }

 private:
  std::unique_ptr<asio::io_context> loop_ = std::make_unique<asio::io_context>();
  int served_ = 0;
};
}  // namespace behind_pointer_bad
// good: loop_behind_a_pointer
namespace behind_pointer_good {
class Service {
 public:
  void serve_twice() {
    asio::post(*loop_, [this] { ++served_; });
    loop_->run();
    loop_ = std::make_unique<asio::io_context>();
    asio::post(*loop_, [this] { ++served_; });
    loop_->run();
  }

 private:
  std::unique_ptr<asio::io_context> loop_ = std::make_unique<asio::io_context>();
  int served_ = 0;
};
}  // namespace behind_pointer_good

// bad: running_before_the_acceptor
namespace thread_runs_bad {
std::size_t greet_one(unsigned short port) {
  asio::io_context io;
  std::size_t handlers = 0;
  std::jthread running([&io, &handlers] { handlers = io.run(); });  // expect: async-loop-use
  tcp::acceptor door(io, tcp::endpoint(tcp::v4(), port));
  door.async_accept([](error_code, tcp::socket) {});
  running.join();
  return handlers;
}
}  // namespace thread_runs_bad
// good: running_before_the_acceptor
namespace thread_runs_good {
std::size_t greet_one(unsigned short port) {
  asio::io_context io;
  tcp::acceptor door(io, tcp::endpoint(tcp::v4(), port));
  door.async_accept([](error_code, tcp::socket) {});
  std::size_t handlers = 0;
  std::jthread running([&io, &handlers] { handlers = io.run(); });
  running.join();
  return handlers;
}
}  // namespace thread_runs_good

// bad: round_that_catches
namespace round_catches_bad {
int drain(asio::io_context& io, int rounds) {
  int failures = 0;
  do {
    asio::post(io, [&rounds] { --rounds; });
    try {
      io.run();  // expect: async-loop-use
    } catch (const std::exception&) {
      ++failures;
    }
  } while (rounds > 0);
  return failures;
}
}  // namespace round_catches_bad
// good: round_that_catches
namespace round_catches_good {
int drain(asio::io_context& io, int rounds) {
  int failures = 0;
  do {
    asio::post(io, [&rounds] { --rounds; });
    try {
      io.run();
    } catch (const std::exception&) {
      ++failures;
    }
    io.restart();
  } while (rounds > 0);
  return failures;
}
}  // namespace round_catches_good
