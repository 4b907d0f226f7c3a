// Sockets that do not wait although the call could: readiness handlers, handles made non-blocking elsewhere, code that asks for EAGAIN.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <uv.h>

#include <cerrno>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// bad: handler_of_wait
namespace handler_of_wait_bad {
void read_later(tcp::socket& socket, asio::steady_timer& timer, char* data) {
  timer.async_wait([&socket, data](error_code) {
    socket.read_some(asio::buffer(data, 1));  // expect: async-blocking-call
  });
}
}  // namespace handler_of_wait_bad
// good: handler_of_wait
namespace handler_of_wait_good {
void read_when_ready(tcp::socket& socket, char* data) {
  socket.async_wait(tcp::socket::wait_read, [&socket, data](error_code) { socket.read_some(asio::buffer(data, 1)); });
}
}  // namespace handler_of_wait_good

// bad: sleep_when_ready
namespace sleep_when_ready_bad {
void read_when_ready(tcp::socket& socket, char* data) {
  socket.async_wait(tcp::socket::wait_read, [&socket, data](error_code) {
    socket.read_some(asio::buffer(data, 1));
    sleep(1);  // expect: async-blocking-call
  });
}
}  // namespace sleep_when_ready_bad
// good: sleep_when_ready
namespace sleep_when_ready_good {
void accept_when_ready(tcp::acceptor& acceptor, tcp::socket& socket) {
  acceptor.async_wait(tcp::acceptor::wait_read, [&acceptor, &socket](error_code) { acceptor.accept(socket); });
}
}  // namespace sleep_when_ready_good

// bad: awaited_readiness
namespace awaited_readiness_bad {
asio::awaitable<void> read(tcp::socket& socket, char* data) {
  socket.read_some(asio::buffer(data, 1));  // expect: async-blocking-call
  co_return;
}
}  // namespace awaited_readiness_bad
// good: awaited_readiness
namespace awaited_readiness_good {
asio::awaitable<void> read(tcp::socket& socket, char* data) {
  co_await socket.async_wait(tcp::socket::wait_read, asio::use_awaitable);
  socket.read_some(asio::buffer(data, 1));
}
}  // namespace awaited_readiness_good

// bad: poll_callback
namespace poll_callback_bad {
int descriptor;
void on_timer(uv_timer_t*) {
  char data[64];
  recv(descriptor, data, sizeof data, 0);  // expect: async-blocking-call
}
void start(uv_timer_t* timer) { uv_timer_start(timer, on_timer, 10, 0); }
}  // namespace poll_callback_bad
// good: poll_callback
namespace poll_callback_good {
int descriptor;
void on_readable(uv_poll_t*, int, int) {
  char data[64];
  recv(descriptor, data, sizeof data, 0);
}
void start(uv_poll_t* poll) { uv_poll_start(poll, UV_READABLE, on_readable); }
}  // namespace poll_callback_good

// bad: asks_for_eagain
namespace asks_for_eagain_bad {
bool read_all(int socket, char* data) { return recv(socket, data, 64, 0) > 0; }
void on_timer(uv_timer_t* timer) {
  read_all(*static_cast<int*>(timer->data), nullptr);  // expect: async-blocking-call
}
void start(uv_timer_t* timer) { uv_timer_start(timer, on_timer, 10, 0); }
}  // namespace asks_for_eagain_bad
// good: asks_for_eagain
namespace asks_for_eagain_good {
bool read_all(int socket, char* data) {
  while (recv(socket, data, 64, 0) < 0) {
    if (errno == EAGAIN || errno == EWOULDBLOCK) return false;
  }
  return true;
}
void on_timer(uv_timer_t* timer) { read_all(*static_cast<int*>(timer->data), nullptr); }
void start(uv_timer_t* timer) { uv_timer_start(timer, on_timer, 10, 0); }
}  // namespace asks_for_eagain_good

// bad: made_nonblocking_by_owner
namespace made_nonblocking_by_owner_bad {
class Parser {
 public:
  explicit Parser(tcp::socket& socket) : socket_(socket) {}
  void more(char* data) { socket_.read_some(asio::buffer(data, 1)); }

 private:
  tcp::socket& socket_;
};
class Connection {
 public:
  explicit Connection(asio::io_context& io) : socket_(io), timer_(io), parser_(socket_) {}
  void start() {
    timer_.async_wait([this](error_code) {
      parser_.more(&byte_);  // expect: async-blocking-call
    });
  }

 private:
  tcp::socket socket_;
  asio::steady_timer timer_;
  Parser parser_;
  char byte_ = 0;
};
}  // namespace made_nonblocking_by_owner_bad
// good: made_nonblocking_by_owner
namespace made_nonblocking_by_owner_good {
class Parser {
 public:
  explicit Parser(tcp::socket& socket) : socket_(socket) {}
  void more(char* data) { socket_.read_some(asio::buffer(data, 1)); }

 private:
  tcp::socket& socket_;
};
class Connection {
 public:
  explicit Connection(asio::io_context& io) : socket_(io), timer_(io), parser_(socket_) {}
  void open() { socket_.non_blocking(true); }
  void start() {
    timer_.async_wait([this](error_code) { parser_.more(&byte_); });
  }

 private:
  tcp::socket socket_;
  asio::steady_timer timer_;
  Parser parser_;
  char byte_ = 0;
};
}  // namespace made_nonblocking_by_owner_good

// bad: asked_for_readiness
namespace asked_for_readiness_bad {
void take_one(asio::steady_timer& timer, int descriptor) {
  timer.async_wait([descriptor](error_code) {
    char byte;
    recv(descriptor, &byte, 1, 0);  // expect: async-blocking-call
  });
}
}  // namespace asked_for_readiness_bad
// good: asked_for_readiness
namespace asked_for_readiness_good {
void take_one(asio::steady_timer& timer, int descriptor) {
  timer.async_wait([descriptor](error_code) {
    pollfd wanted{descriptor, POLLIN, 0};
    char byte;
    if (poll(&wanted, 1, 0) > 0) recv(descriptor, &byte, 1, 0);
  });
}
}  // namespace asked_for_readiness_good

// bad: socket_from_a_maker
namespace socket_from_a_maker_bad {
int make_socket() {
  const int made = socket(AF_INET, SOCK_STREAM, 0);
  return made;
}
class Peer {
 public:
  Peer() : descriptor_(make_socket()) {}
  void listen(asio::steady_timer& timer) {
    timer.async_wait([this](error_code) { recv(descriptor_, &byte_, 1, 0); });  // expect: async-blocking-call
  }

 private:
  int descriptor_;
  char byte_ = 0;
};
}  // namespace socket_from_a_maker_bad
// good: socket_from_a_maker
namespace socket_from_a_maker_good {
int make_quiet_socket() {
  const int made = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  return made;
}
class Peer {
 public:
  Peer() : descriptor_(make_quiet_socket()) {}
  void listen(asio::steady_timer& timer) {
    timer.async_wait([this](error_code) { recv(descriptor_, &byte_, 1, 0); });
  }

 private:
  int descriptor_;
  char byte_ = 0;
};
class Second {
 public:
  Second() : descriptor_(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)) {}
  void listen(asio::steady_timer& timer) {
    timer.async_wait([this](error_code) { recv(descriptor_, &byte_, 1, 0); });
  }

 private:
  int descriptor_;
  char byte_ = 0;
};
}  // namespace socket_from_a_maker_good
