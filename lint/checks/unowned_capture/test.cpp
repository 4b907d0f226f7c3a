// Cases of async-unowned-capture: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <memory>
#include <vector>

namespace asio = boost::asio;

void bad(asio::io_context& io) {
  int count = 0;
  // expect: refers to the local 'count', which is gone when the handler runs
  asio::post(io, [&count] { ++count; });
}

class Session : public std::enable_shared_from_this<Session> {
 public:
  void bad(asio::io_context& io) {
    // expect: uses 'this', but does not keep its 'Session' alive
    asio::post(io, [this] { ++count_; });
  }
  void good(asio::io_context& io) {
    asio::post(io, [this, self = shared_from_this()] { ++count_; });
  }

 private:
  int count_ = 0;
};

int good(std::vector<int>& values) {
  asio::io_context io;
  int count = 0;
  asio::post(io, [&count] { ++count; });
  io.run();
  std::sort(values.begin(), values.end(), [&count](int a, int b) { return ++count, a < b; });
  return count;
}

class Runner {
 public:
  template <class Work>
  void run(Work work) {
    asio::post(io_, std::move(work));
    io_.run();
  }

 private:
  asio::io_context io_;
};
void good_where_the_callee_waits(Runner& runner) {
  int count = 0;
  runner.run([&count] { ++count; });
}

class Service {
 protected:
  asio::io_context io_;
};
class Clock : public Service, public std::enable_shared_from_this<Clock> {
 public:
  void good_where_the_loop_is_a_part() {
    asio::post(io_, [this] { ++ticks_; });
  }

 private:
  int ticks_ = 0;
};

void silenced(asio::io_context& io) {
  int count = 0;
  asio::post(io, [&count] { ++count; });  // NOLINT(async-unowned-capture)
}

#define LATER(io, work) asio::post(io, work)
void macro(asio::io_context& io) {
  int count = 0;
  // expect: refers to the local 'count'
  LATER(io, [&count] { ++count; });
}

template <class T>
void in_template(asio::io_context& io, T value) {
  // expect: refers to the local 'value'
  asio::post(io, [&value] { ++value; });
}
void instantiated(asio::io_context& io) { in_template(io, 1); }
