// Handlers that do not ask how their operation ended.
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace asio = boost::asio;
using boost::system::error_code;

// bad: keep_alive_bound_member
class Line : public std::enable_shared_from_this<Line> {
 public:
  void listen() {
    rearm();
    asio::async_read(socket_, asio::buffer(bytes_), std::bind(&Line::on_bytes, shared_from_this(), std::placeholders::_1));
  }

 private:
  void rearm() {
    silence_.expires_after(std::chrono::seconds(9));
    silence_.async_wait(std::bind(&Line::on_silence, shared_from_this(), std::placeholders::_1));  // expect: async-ignored-error-code
  }
  void on_bytes(error_code error) {
    if (!error) listen();
  }
  void on_silence(error_code) { socket_.close(); }

  asio::ip::tcp::socket socket_;
  asio::steady_timer silence_;
  char bytes_[16];
};
// good: keep_alive_bound_member
class GoodLine : public std::enable_shared_from_this<GoodLine> {
 public:
  void listen() {
    rearm();
    asio::async_read(socket_, asio::buffer(bytes_), std::bind(&GoodLine::on_bytes, shared_from_this(), std::placeholders::_1));
  }

 private:
  void rearm() {
    silence_.expires_after(std::chrono::seconds(9));
    silence_.async_wait(std::bind(&GoodLine::on_silence, shared_from_this(), std::placeholders::_1));
  }
  void on_bytes(error_code error) {
    if (!error) listen();
  }
  void on_silence(error_code error) {
    if (error != asio::error::operation_aborted) socket_.close();
  }

  asio::ip::tcp::socket socket_;
  asio::steady_timer silence_;
  char bytes_[16];
};

// bad: cancelled_when_answered
class Question : public std::enable_shared_from_this<Question> {
 public:
  void ask() {
    patience_.async_wait([self = shared_from_this()](const error_code&) { self->fail("no answer"); });  // expect: async-ignored-error-code
  }
  void answered() { patience_.cancel(); }

 private:
  void fail(const std::string& why) { why_.assign(why); }
  asio::steady_timer patience_;
  std::string why_;
};
// good: cancelled_when_answered
class GoodQuestion : public std::enable_shared_from_this<GoodQuestion> {
 public:
  void ask() {
    patience_.async_wait([self = shared_from_this()](const error_code&) {
      if (self->patience_.expiry() <= asio::steady_timer::clock_type::now()) self->fail("no answer");
    });
  }
  void answered() { patience_.cancel(); }

 private:
  void fail(const std::string& why) { why_.assign(why); }
  asio::steady_timer patience_;
  std::string why_;
};

// bad: reads_for_ever
class Drain : public std::enable_shared_from_this<Drain> {
 public:
  void pour() {
    socket_.async_read_some(asio::buffer(bytes_), [self = shared_from_this()](error_code, std::size_t count) {  // expect: async-ignored-error-code
      self->total_ += count;
      self->pour();
    });
  }

 private:
  asio::ip::tcp::socket socket_;
  char bytes_[256];
  std::size_t total_ = 0;
};
// good: reads_for_ever
class GoodDrain : public std::enable_shared_from_this<GoodDrain> {
 public:
  void pour() {
    socket_.async_read_some(asio::buffer(bytes_), [self = shared_from_this()](error_code, std::size_t count) {
      if (count == 0) return;
      self->total_ += count;
      self->pour();
    });
  }

 private:
  asio::ip::tcp::socket socket_;
  char bytes_[256];
  std::size_t total_ = 0;
};

// bad: only_logged
class Chatter : public std::enable_shared_from_this<Chatter> {
 public:
  void listen() {
    asio::async_read(socket_, asio::buffer(word_), [self = shared_from_this()](error_code error, std::size_t) {
      if (error) note_error(error);  // expect: async-ignored-error-code
      self->answer();
    });
  }

 private:
  static void note_error(error_code error);
  void answer() {
    asio::async_write(socket_, asio::buffer(word_), [self = shared_from_this()](error_code, std::size_t) {});
  }
  asio::ip::tcp::socket socket_;
  char word_[8];
};
// good: only_logged
class GoodChatter : public std::enable_shared_from_this<GoodChatter> {
 public:
  void listen() {
    asio::async_read(socket_, asio::buffer(word_), [self = shared_from_this()](error_code error, std::size_t) {
      if (error) {
        note_error(error);
        return;
      }
      self->answer();
    });
  }

 private:
  static void note_error(error_code error);
  void answer() {
    asio::async_write(socket_, asio::buffer(word_), [self = shared_from_this()](error_code, std::size_t) {});
  }
  asio::ip::tcp::socket socket_;
  char word_[8];
};

// bad: alarm_or_condition
class Alarm {
 public:
  void set() {
    timer_.async_wait([this](error_code) { ring(); });  // expect: async-ignored-error-code
  }
  void unset() { timer_.cancel(); }

 private:
  void ring() { timer_.get_executor(); }
  asio::steady_timer timer_;
};
// good: alarm_or_condition
class Signal {
 public:
  Signal(asio::any_io_executor executor) : timer_(executor) { timer_.expires_at(asio::steady_timer::time_point::max()); }
  void wait() {
    timer_.async_wait([this](error_code) { go_on(); });
  }
  void notify() { timer_.cancel(); }

 private:
  void go_on() { timer_.get_executor(); }
  asio::steady_timer timer_;
};

// bad: accepts_what_it_reports
class Porter : public std::enable_shared_from_this<Porter> {
 public:
  void wait_for_guests() {
    entrance_.async_accept([self = shared_from_this()](error_code error, asio::ip::tcp::socket guest) { self->on_guest(error, std::move(guest)); });
  }

 private:
  void on_guest(error_code error, asio::ip::tcp::socket guest) {
    if (error) {  // expect: async-ignored-error-code
      complain(error);
    } else {
      seat(std::move(guest));
    }
    wait_for_guests();
  }
  static void complain(error_code error);
  static void seat(asio::ip::tcp::socket guest);
  asio::ip::tcp::acceptor entrance_;
};
// good: accepts_what_it_reports
class GoodPorter : public std::enable_shared_from_this<GoodPorter> {
 public:
  void wait_for_guests() {
    entrance_.async_accept([self = shared_from_this()](error_code error, asio::ip::tcp::socket guest) { self->on_guest(error, std::move(guest)); });
  }

 private:
  void on_guest(error_code error, asio::ip::tcp::socket guest) {
    if (error == asio::error::no_descriptors) return rest();
    if (error) {
      complain(error);
    } else {
      seat(std::move(guest));
    }
    wait_for_guests();
  }
  void rest();
  static void complain(error_code error);
  static void seat(asio::ip::tcp::socket guest);
  asio::ip::tcp::acceptor entrance_;
};

// bad: accepts_on_a_closed_door
class Gate {
 public:
  explicit Gate(asio::ip::tcp::acceptor entrance) : entrance_(std::move(entrance)) {}
  void let_in() {
    entrance_.async_accept([this](error_code error, asio::ip::tcp::socket guest) {  // expect: async-ignored-error-code
      if (!error) seat(std::move(guest));
      let_in();
    });
  }
  void close_for_today() { entrance_.close(); }

 private:
  static void seat(asio::ip::tcp::socket guest);
  asio::ip::tcp::acceptor entrance_;
};
// good: accepts_on_a_closed_door
class GoodGate {
 public:
  explicit GoodGate(asio::ip::tcp::acceptor entrance) : entrance_(std::move(entrance)) {}
  void let_in() {
    entrance_.async_accept([this](error_code error, asio::ip::tcp::socket guest) {
      if (!entrance_.is_open()) return;
      if (!error) seat(std::move(guest));
      let_in();
    });
  }
  void close_for_today() { entrance_.close(); }

 private:
  static void seat(asio::ip::tcp::socket guest);
  asio::ip::tcp::acceptor entrance_;
};
class AlwaysOpen {
 public:
  explicit AlwaysOpen(asio::ip::tcp::acceptor entrance) : entrance_(std::move(entrance)) {}
  void let_in() {
    entrance_.async_accept([this](error_code error, asio::ip::tcp::socket guest) {
      if (!error) seat(std::move(guest));
      let_in();
    });
  }

 private:
  static void seat(asio::ip::tcp::socket guest);
  asio::ip::tcp::acceptor entrance_;
};
