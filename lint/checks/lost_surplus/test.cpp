// Cases of async-lost-surplus: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <istream>
#include <string>

namespace asio = boost::asio;
using asio::ip::tcp;

asio::awaitable<void> bad(tcp::socket& socket, std::string& body) {
  std::string head;
  co_await asio::async_read_until(socket, asio::dynamic_buffer(head), ';', asio::use_awaitable);
  body.resize(static_cast<std::size_t>(head.data()[0]));
  // expect: 'async_read' waits for bytes that 'async_read_until' may have left in 'head'
  co_await asio::async_read(socket, asio::buffer(body), asio::use_awaitable);
}
asio::awaitable<void> bad_streambuf(tcp::socket& socket, std::string& body) {
  asio::streambuf head;
  co_await asio::async_read_until(socket, head, ';', asio::use_awaitable);
  std::istream in(&head);
  std::string line;
  std::getline(in, line);
  // expect: may have left in 'head'
  co_await asio::async_read(socket, asio::buffer(body), asio::use_awaitable);
}

asio::awaitable<void> good(tcp::socket& socket, std::string& body) {
  asio::streambuf head;
  co_await asio::async_read_until(socket, head, ';', asio::use_awaitable);
  const std::size_t there = head.size();
  head.sgetn(body.data(), static_cast<std::streamsize>(there));
  co_await asio::async_read(socket, asio::buffer(body.data() + there, body.size() - there), asio::use_awaitable);
}
asio::awaitable<void> good_same(tcp::socket& socket) {
  asio::streambuf all;
  co_await asio::async_read_until(socket, all, ';', asio::use_awaitable);
  co_await asio::async_read(socket, all, asio::use_awaitable);
}
asio::awaitable<void> silenced(tcp::socket& socket, std::string& body) {
  asio::streambuf head;
  co_await asio::async_read_until(socket, head, ';', asio::use_awaitable);
  co_await asio::async_read(socket, asio::buffer(body), asio::use_awaitable);  // NOLINT(async-lost-surplus)
}

#define READ(into) asio::async_read(socket, asio::buffer(into), asio::use_awaitable)
template <class Socket>
asio::awaitable<void> macro_in_template(Socket& socket, std::string& body) {
  asio::streambuf head;
  co_await asio::async_read_until(socket, head, ';', asio::use_awaitable);
  // expect: may have left in 'head'
  co_await READ(body);
}
asio::awaitable<void> instantiated(tcp::socket& socket, std::string& body) { co_await macro_in_template(socket, body); }
