// Handlers that outlive what they captured by reference, by raw pointer or as this.
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// bad: reference_to_local
namespace reference_to_local_bad {
void arm(asio::steady_timer& timer) {
  int fired = 0;
  timer.async_wait([&fired](error_code) { ++fired; });  // expect: async-unowned-capture
}
}  // namespace reference_to_local_bad
// good: reference_to_local
namespace reference_to_local_good {
void arm(asio::steady_timer& timer) {
  auto fired = std::make_shared<int>(0);
  timer.async_wait([fired](error_code) { ++*fired; });
}
}  // namespace reference_to_local_good

// bad: default_reference
namespace default_reference_bad {
void arm(asio::io_context& io, std::string name) {
  asio::post(io, [&] { name += '!'; });  // expect: async-unowned-capture
}
}  // namespace default_reference_bad
// good: default_reference
namespace default_reference_good {
void arm(asio::io_context& io, std::string& kept_by_caller) {
  asio::post(io, [&] { kept_by_caller += '!'; });
}
}  // namespace default_reference_good

// bad: this_in_shared_session
namespace this_in_shared_session_bad {
class Session : public std::enable_shared_from_this<Session> {
 public:
  explicit Session(tcp::socket socket) : socket_(std::move(socket)) {}
  void read() {
    socket_.async_read_some(asio::buffer(data_), [this](error_code error, std::size_t) {  // expect: async-unowned-capture
      if (!error) read();
    });
  }

 private:
  tcp::socket socket_;
  char data_[64];
};
}  // namespace this_in_shared_session_bad
// good: this_in_shared_session
namespace this_in_shared_session_good {
class Session : public std::enable_shared_from_this<Session> {
 public:
  explicit Session(tcp::socket socket) : socket_(std::move(socket)) {}
  void read() {
    auto self = shared_from_this();
    socket_.async_read_some(asio::buffer(data_), [this, self](error_code error, std::size_t) {
      if (!error) read();
    });
  }

 private:
  tcp::socket socket_;
  char data_[64];
};
}  // namespace this_in_shared_session_good

// bad: pointer_to_local
namespace pointer_to_local_bad {
struct Counter {
  int value = 0;
};
void arm(asio::steady_timer& timer) {
  Counter counter;
  Counter* pointer = &counter;
  timer.async_wait([pointer](error_code) { ++pointer->value; });  // expect: async-unowned-capture
}
}  // namespace pointer_to_local_bad
// good: pointer_to_local
namespace pointer_to_local_good {
struct Counter {
  int value = 0;
};
void arm(asio::steady_timer& timer, Counter* kept_by_caller) {
  timer.async_wait([kept_by_caller](error_code) { ++kept_by_caller->value; });
}
}  // namespace pointer_to_local_good

// bad: loop_is_run_elsewhere
namespace loop_is_run_elsewhere_bad {
void prepare(asio::io_context& io, asio::steady_timer& timer) {
  int ticks = 0;
  timer.async_wait([&ticks](error_code) { ++ticks; });  // expect: async-unowned-capture
}
}  // namespace loop_is_run_elsewhere_bad
// good: loop_is_run_elsewhere
namespace loop_is_run_elsewhere_good {
int main_function() {
  asio::io_context io;
  asio::steady_timer timer(io, std::chrono::seconds(1));
  int ticks = 0;
  timer.async_wait([&ticks](error_code) { ++ticks; });
  io.run();
  return ticks;
}
}  // namespace loop_is_run_elsewhere_good

// bad: not_only_for_algorithms
namespace not_only_for_algorithms_bad {
void start(asio::io_context& io) {
  std::vector<int> values{3, 1, 2};
  asio::post(io, [&values] { std::sort(values.begin(), values.end()); });  // expect: async-unowned-capture
}
}  // namespace not_only_for_algorithms_bad
// good: not_only_for_algorithms
namespace not_only_for_algorithms_good {
void start() {
  int calls = 0;
  std::vector<int> values{3, 1, 2};
  std::sort(values.begin(), values.end(), [&calls](int a, int b) { return ++calls, a < b; });
}
}  // namespace not_only_for_algorithms_good

// bad: strand_bound
namespace strand_bound_bad {
void start(asio::io_context& io, asio::steady_timer& timer) {
  std::string text = "local";
  timer.async_wait(asio::bind_executor(io, [&text](error_code) { text.clear(); }));  // expect: async-unowned-capture
}
}  // namespace strand_bound_bad
// good: strand_bound
namespace strand_bound_good {
void start(asio::io_context& io, asio::steady_timer& timer) {
  std::string text = "moved";
  timer.async_wait(asio::bind_executor(io, [text = std::move(text)](error_code) mutable { text.clear(); }));
}
}  // namespace strand_bound_good

// bad: weak_pointer
namespace weak_pointer_bad {
class Pool : public std::enable_shared_from_this<Pool> {
 public:
  explicit Pool(asio::io_context& io) : timer_(io) {}
  void tick() {
    timer_.async_wait([this](error_code error) {  // expect: async-unowned-capture
      if (!error) tick();
    });
  }

 private:
  asio::steady_timer timer_;
};
}  // namespace weak_pointer_bad
// good: weak_pointer
namespace weak_pointer_good {
class Pool : public std::enable_shared_from_this<Pool> {
 public:
  explicit Pool(asio::io_context& io) : timer_(io) {}
  void tick() {
    timer_.async_wait([weak = weak_from_this(), this](error_code error) {
      if (auto self = weak.lock(); self && !error) tick();
    });
  }

 private:
  asio::steady_timer timer_;
};
}  // namespace weak_pointer_good

// uvw's handles, in shape: they are lists of listeners.
namespace uvw {
template <class Handle>
struct emitter {
  void on(std::function<void()> listener);
};
struct timer_handle : emitter<timer_handle> {};
}  // namespace uvw
// bad: listener
namespace listener_bad {
void count(uvw::timer_handle& timer) {
  int fired = 0;
  timer.on([&fired] { ++fired; });  // expect: async-unowned-capture
}
}  // namespace listener_bad
// good: listener
namespace listener_good {
void count() {
  uvw::timer_handle timer;
  int fired = 0;
  timer.on([&fired] { ++fired; });
}
}  // namespace listener_good

// bad: dies_with_a_block
namespace dies_with_a_block_bad {
void count(asio::io_context& io, int rounds) {
  for (int round = 0; round < rounds; ++round) {
    int steps = round * 2;
    asio::post(io, [&steps] { ++steps; });  // expect: async-unowned-capture
  }
  io.run();
}
}  // namespace dies_with_a_block_bad
// good: dies_with_a_block
namespace dies_with_a_block_good {
void count(asio::io_context& io, int rounds) {
  int steps = 0;
  for (int round = 0; round < rounds; ++round) {
    asio::post(io, [&steps, round] { steps += round * 2; });
  }
  io.run();
}
void count_each(asio::io_context& io, int rounds) {
  for (int round = 0; round < rounds; ++round) {
    int steps = round * 2;
    asio::post(io, [&steps] { ++steps; });
    io.run();
    io.restart();
  }
}
}  // namespace dies_with_a_block_good

// bad: template_that_nobody_uses
namespace template_that_nobody_uses_bad {
template <class Stream>
class Pipe : public std::enable_shared_from_this<Pipe<Stream>> {
 public:
  explicit Pipe(Stream stream) : stream_(std::move(stream)) {}
  void pump() {
    stream_.async_read_some(asio::buffer(bytes_), [this](error_code error, std::size_t) {  // expect: async-unowned-capture
      if (!error) pump();
    });
  }
  void wake() {
    asio::post(stream_.get_executor(), [this] { pump(); });  // expect: async-unowned-capture
  }

 private:
  Stream stream_;
  char bytes_[32];
};
}  // namespace template_that_nobody_uses_bad
// good: template_that_nobody_uses
namespace template_that_nobody_uses_good {
template <class Stream>
class Pipe : public std::enable_shared_from_this<Pipe<Stream>> {
 public:
  explicit Pipe(Stream stream) : stream_(std::move(stream)) {}
  void pump() {
    auto self = this->shared_from_this();
    stream_.async_read_some(asio::buffer(bytes_), [this, self](error_code error, std::size_t) {
      if (!error) pump();
    });
  }
  void wake() {
    asio::post(stream_.get_executor(), [this, kept = this->shared_from_this()] { pump(); });
  }
  template <class Visitor>
  void visit(Visitor visitor) {
    visitor([this] { return bytes_[0]; });
  }

 private:
  Stream stream_;
  char bytes_[32];
};
template <int Depth>
struct Nest : Nest<Depth + 1> {
  void dig(asio::io_context& io) {
    asio::post(io, [this] { this->dig_deeper(); });
  }
};
}  // namespace template_that_nobody_uses_good
