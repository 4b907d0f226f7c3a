// Reads after async_read_until.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <istream>
#include <memory>
#include <string>
#include <vector>

namespace asio = boost::asio;
using boost::system::error_code;

// bad: header_then_body_in_handlers
class Inbox : public std::enable_shared_from_this<Inbox> {
 public:
  void read_header() {
    asio::async_read_until(socket_, header_, '\n', [self = shared_from_this()](error_code error, std::size_t) {
      if (!error) self->read_body();
    });
  }

 private:
  void read_body() {
    std::istream in(&header_);
    std::size_t size = 0;
    in >> size;
    body_.resize(size);
  }
  asio::ip::tcp::socket socket_;
  asio::streambuf header_;
  std::vector<char> body_;
};
asio::awaitable<std::vector<char>> fetch(asio::ip::tcp::socket& socket) {
  asio::streambuf header;
  co_await asio::async_read_until(socket, header, '\n', asio::use_awaitable);
  std::istream in(&header);
  std::size_t size = 0;
  in >> size;
  std::vector<char> body(size);
  co_await asio::async_read(socket, asio::buffer(body), asio::use_awaitable);  // expect: async-lost-surplus
  co_return body;
}
// good: header_then_body_in_handlers
asio::awaitable<std::vector<char>> fetch_all(asio::ip::tcp::socket& socket) {
  asio::streambuf header;
  co_await asio::async_read_until(socket, header, '\n', asio::use_awaitable);
  std::istream in(&header);
  std::size_t size = 0;
  in >> size;
  std::vector<char> body(size);
  const std::size_t there = asio::buffer_copy(asio::buffer(body), header.data());
  co_await asio::async_read(socket, asio::buffer(body.data() + there, body.size() - there), asio::use_awaitable);
  co_return body;
}

// bad: member_buffer_then_some
class Chat {
 public:
  asio::awaitable<void> run() {
    co_await asio::async_read_until(socket_, asio::dynamic_buffer(name_), '\0', asio::use_awaitable);
    co_await socket_.async_read_some(asio::buffer(text_), asio::use_awaitable);  // expect: async-lost-surplus
  }

 private:
  asio::ip::tcp::socket socket_;
  std::string name_;
  char text_[128];
};
// good: member_buffer_then_some
class GoodChat {
 public:
  asio::awaitable<void> run() {
    const std::size_t end = co_await asio::async_read_until(socket_, asio::dynamic_buffer(name_), '\0', asio::use_awaitable);
    text_ = name_.substr(end);
    co_await asio::async_read(socket_, asio::dynamic_buffer(text_), asio::use_awaitable);
  }

 private:
  asio::ip::tcp::socket socket_;
  std::string name_;
  std::string text_;
};

// bad: read_in_the_handler
void greet(asio::ip::tcp::socket& socket, asio::streambuf& name, std::vector<char>& picture) {
  asio::async_read_until(socket, name, '\n', [&socket, &picture](error_code error, std::size_t) {
    if (error) return;
    asio::async_read(socket, asio::buffer(picture), [](error_code, std::size_t) {});  // expect: async-lost-surplus
  });
}
// good: read_in_the_handler
void greet_well(asio::ip::tcp::socket& socket, asio::streambuf& name, std::size_t whole) {
  asio::async_read_until(socket, name, '\n', [&socket, &name, whole](error_code error, std::size_t end) {
    if (error) return;
    name.consume(end);
    asio::async_read(socket, name, asio::transfer_exactly(whole - name.size()), [](error_code, std::size_t) {});
  });
}

// bad: header_then_body_at_once
std::vector<char> receive(asio::ip::tcp::socket& socket, std::size_t size) {
  asio::streambuf header;
  asio::read_until(socket, header, '\n');
  std::vector<char> body(size);
  asio::read(socket, asio::buffer(body));  // expect: async-lost-surplus
  return body;
}
// good: header_then_body_at_once
std::vector<char> receive_all(asio::ip::tcp::socket& socket, std::size_t size) {
  asio::streambuf header;
  asio::read_until(socket, header, '\n');
  std::vector<char> body(size);
  const std::size_t there = asio::buffer_copy(asio::buffer(body), header.data());
  asio::read(socket, asio::buffer(body) + there);
  return body;
}
