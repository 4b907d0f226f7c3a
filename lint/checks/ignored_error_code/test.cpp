// Cases of async-ignored-error-code: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <memory>

namespace asio = boost::asio;
using boost::system::error_code;

class Watched : public std::enable_shared_from_this<Watched> {
 public:
  void bad() {
    // expect: this handler of 'timer_' takes an aborted wait for the end of the time
    timer_.async_wait([self = shared_from_this()](error_code) { self->close(); });
  }
  void cancel() { timer_.cancel(); }
  void good() {
    timer_.async_wait([self = shared_from_this()](error_code error) {
      if (!error) self->close();
    });
  }
  void silenced() {
    timer_.async_wait([self = shared_from_this()](error_code) { self->close(); });  // NOLINT(async-ignored-error-code)
  }
  void bad_read() {
    // expect: reads on without a look at the error
    socket_.async_read_some(asio::buffer(bytes_), [self = shared_from_this()](error_code, std::size_t) { self->bad_read(); });
  }
  void bad_log() {
    socket_.async_read_some(asio::buffer(bytes_), [self = shared_from_this()](error_code error, std::size_t count) {
      // expect: this only reports the error, and 'Watched::write' starts as if there were none
      if (error) log(error);
      self->write(count);
    });
  }
  void good_log() {
    socket_.async_read_some(asio::buffer(bytes_), [self = shared_from_this()](error_code error, std::size_t count) {
      if (error) return log(error);
      self->write(count);
    });
  }

 private:
  static void log(error_code error);
  void write(std::size_t count) {
    socket_.async_write_some(asio::buffer(bytes_, count), [self = shared_from_this()](error_code, std::size_t) {});
  }
  void close() { socket_.close(); }

  asio::ip::tcp::socket socket_;
  asio::steady_timer timer_;
  char bytes_[64];
};

class Clock {
 public:
  void tick() {
    timer_.expires_after(std::chrono::seconds(1));
    timer_.async_wait([this](error_code) { tick(); });
  }
  ~Clock() { timer_.cancel(); }

 private:
  asio::steady_timer timer_;
};

#define WAIT(timer, then) timer.async_wait([this](error_code) { then(); })
template <class Timer>
class Guard {
 public:
  // expect: takes an aborted wait for the end of the time
  void macro_in_template() { WAIT(timer_, shut); }
  void keep() { timer_.cancel(); }
  void shut() { open_.reset(); }

 private:
  Timer timer_;
  std::shared_ptr<int> open_;
};
void instantiated(Guard<asio::steady_timer>& guard) {
  guard.macro_in_template();
  guard.keep();
}
