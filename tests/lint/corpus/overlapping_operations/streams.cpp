// Two operations of one kind on one stream.
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/websocket.hpp>

#include <deque>
#include <memory>
#include <string>

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;

// bad: greeting_and_motd
class Gatekeeper : public std::enable_shared_from_this<Gatekeeper> {
 public:
  void welcome() {
    asio::async_write(peer_, asio::buffer(greeting_), [self = shared_from_this()](error_code, std::size_t) {});
    asio::async_write(peer_, asio::buffer(motd_), [self = shared_from_this()](error_code, std::size_t) {});  // expect: async-overlapping-operations
  }

 private:
  asio::ip::tcp::socket peer_;
  std::string greeting_;
  std::string motd_;
};
// good: greeting_and_motd
class PoliteGatekeeper : public std::enable_shared_from_this<PoliteGatekeeper> {
 public:
  void welcome() {
    asio::async_write(peer_, asio::buffer(greeting_), [self = shared_from_this()](error_code error, std::size_t) {
      if (!error) asio::async_write(self->peer_, asio::buffer(self->motd_), [self](error_code, std::size_t) {});
    });
  }

 private:
  asio::ip::tcp::socket peer_;
  std::string greeting_;
  std::string motd_;
};

// bad: queue_written_at_once
class Outbox : public std::enable_shared_from_this<Outbox> {
 public:
  void flush() {
    for (const std::string& letter : letters_) {
      socket_.async_write(asio::buffer(letter), [self = shared_from_this()](error_code, std::size_t) {});  // expect: async-overlapping-operations
    }
  }

 private:
  websocket::stream<asio::ip::tcp::socket> socket_;
  std::deque<std::string> letters_;
};
// good: queue_written_at_once
class PatientOutbox : public std::enable_shared_from_this<PatientOutbox> {
 public:
  void flush() {
    if (letters_.empty()) return;
    socket_.async_write(asio::buffer(letters_.front()), [self = shared_from_this()](error_code error, std::size_t) {
      if (error) return;
      self->letters_.pop_front();
      self->flush();
    });
  }

 private:
  websocket::stream<asio::ip::tcp::socket> socket_;
  std::deque<std::string> letters_;
};

// bad: getter_and_member
class Tunnel {
 public:
  asio::ip::tcp::socket& upstream() { return upstream_; }
  void pump() {
    asio::async_read(upstream_, asio::buffer(head_), [](error_code, std::size_t) {});
    upstream().async_read_some(asio::buffer(body_), [](error_code, std::size_t) {});  // expect: async-overlapping-operations
  }

 private:
  asio::ip::tcp::socket upstream_;
  char head_[4];
  char body_[64];
};
// good: getter_and_member
class TwoTunnels {
 public:
  asio::ip::tcp::socket& upstream() { return upstream_; }
  asio::ip::tcp::socket& downstream() { return downstream_; }
  void pump() {
    upstream().async_read_some(asio::buffer(head_), [](error_code, std::size_t) {});
    downstream().async_read_some(asio::buffer(body_), [](error_code, std::size_t) {});
    asio::async_write(upstream(), asio::buffer(greeting_), [](error_code, std::size_t) {});
  }

 private:
  asio::ip::tcp::socket upstream_;
  asio::ip::tcp::socket downstream_;
  char head_[64];
  char body_[64];
  std::string greeting_;
};

// bad: helper_takes_the_socket
void put(const std::shared_ptr<asio::ip::tcp::socket>& socket, std::shared_ptr<std::string> text) {
  asio::async_write(*socket, asio::buffer(*text), [socket, text](error_code, std::size_t) {});
}
void put_both(std::shared_ptr<asio::ip::tcp::socket> peer, std::shared_ptr<std::string> head, std::shared_ptr<std::string> body) {
  put(peer, head);
  put(peer, body);  // expect: async-overlapping-operations
}
// good: helper_takes_the_socket
void put_one(const std::shared_ptr<asio::ip::tcp::socket>& socket, std::shared_ptr<std::string> text) {
  asio::async_write(*socket, asio::buffer(*text), [socket, text](error_code, std::size_t) {});
}
void put_to_both(std::shared_ptr<asio::ip::tcp::socket> left, std::shared_ptr<asio::ip::tcp::socket> right, std::shared_ptr<std::string> text) {
  put_one(left, text);
  put_one(right, text);
}

// bad: broadcast_repeats
class Megaphone {
 public:
  void shout(int times) {
    for (int i = 0; i < times; ++i) asio::async_write(crowd_, asio::buffer(text_), [this](error_code, std::size_t) { ++heard_; });  // expect: async-overlapping-operations
  }

 private:
  asio::ip::tcp::socket crowd_;
  std::string text_;
  int heard_ = 0;
};
// good: broadcast_repeats
class Broadcast {
 public:
  void shout() {
    for (auto& listener : listeners_) asio::async_write(listener, asio::buffer(text_), [this](error_code, std::size_t) { ++heard_; });
  }

 private:
  std::deque<asio::ip::tcp::socket> listeners_;
  std::string text_;
  int heard_ = 0;
};

// bad: loop_that_waits_for_nothing
void send_thrice(asio::ip::tcp::socket& socket, const std::string& text) {
  for (int i = 0; i < 3; ++i) {
    asio::async_write(socket, asio::buffer(text), [](error_code, std::size_t) {});  // expect: async-overlapping-operations
  }
}
// good: loop_that_waits_for_nothing
void send_and_run(asio::io_context& io, asio::ip::tcp::socket& socket, const std::string& text) {
  for (int i = 0; i < 3; ++i) {
    asio::async_write(socket, asio::buffer(text), [](error_code, std::size_t) {});
    io.restart();
    io.run();
  }
}
