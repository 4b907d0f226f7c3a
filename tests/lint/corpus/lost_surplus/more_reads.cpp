// Bytes that came with a line and are asked for again.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/spawn.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <istream>
#include <memory>
#include <string>
#include <vector>

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// bad: size_line_with_a_yield
namespace yield_bad {
void take_picture(tcp::socket& socket, asio::yield_context yield) {
  asio::streambuf head;
  asio::async_read_until(socket, head, ' ', yield);
  std::istream in(&head);
  std::size_t size = 0;
  in >> size;
  std::vector<char> picture(size);
  asio::async_read(socket, asio::buffer(picture), yield);  // expect: async-lost-surplus
}
}  // namespace yield_bad
// good: size_line_with_a_yield
namespace yield_good {
void take_picture(tcp::socket& socket, asio::yield_context yield) {
  std::string size;
  const std::size_t end = asio::async_read_until(socket, asio::dynamic_buffer(size), ' ', yield);
  std::vector<char> picture(size.begin() + end, size.end());
  const std::size_t there = picture.size();
  picture.resize(std::stoul(size));
  asio::async_read(socket, asio::buffer(picture) + there, yield);
}
}  // namespace yield_good

// bad: new_buffer_each_line
namespace each_line_bad {
asio::awaitable<void> read_lines(tcp::socket& socket, std::vector<std::string>& lines) {
  while (lines.size() < 100) {
    std::string line;
    co_await asio::async_read_until(socket, asio::dynamic_buffer(line), '\n', asio::use_awaitable);  // expect: async-lost-surplus
    lines.push_back(line.substr(0, line.find('\n')));
  }
}
}  // namespace each_line_bad
// good: new_buffer_each_line
namespace each_line_good {
asio::awaitable<void> read_lines(tcp::socket& socket, std::vector<std::string>& lines) {
  std::string line;
  while (lines.size() < 100) {
    const std::size_t end = co_await asio::async_read_until(socket, asio::dynamic_buffer(line), '\n', asio::use_awaitable);
    lines.push_back(line.substr(0, end));
    line.erase(0, end);
  }
}
}  // namespace each_line_good

// bad: rest_of_an_answer
namespace rest_bad {
template <class Stream>
std::size_t length_of_answer(Stream& stream, std::string& head) {
  asio::read_until(stream, asio::dynamic_buffer(head), "\r\n\r\n");
  std::array<char, 512> part;
  error_code error;
  std::size_t length = 0;
  while (!error) length += stream.read_some(asio::buffer(part), error);  // expect: async-lost-surplus
  return length;
}
std::size_t length_over_tcp(tcp::socket& socket, std::string& head) { return length_of_answer(socket, head); }
}  // namespace rest_bad
// good: rest_of_an_answer
namespace rest_good {
template <class Stream>
std::size_t length_of_answer(Stream& stream, std::string& head) {
  const std::size_t end = asio::read_until(stream, asio::dynamic_buffer(head), "\r\n\r\n");
  std::array<char, 512> part;
  error_code error;
  std::size_t length = head.size() - end;
  while (!error) length += stream.read_some(asio::buffer(part), error);
  return length;
}
std::size_t length_over_tcp(tcp::socket& socket, std::string& head) { return length_of_answer(socket, head); }
}  // namespace rest_good

// bad: greeting_on_a_strand
namespace greeting_bad {
class Greeter : public std::enable_shared_from_this<Greeter> {
 public:
  void begin() {
    asio::async_read_until(
        socket_, asio::dynamic_buffer(hello_), '\n',
        asio::bind_executor(strand_, [self = shared_from_this()](error_code error, std::size_t) {
          if (error) return;
          self->socket_.async_receive(asio::buffer(self->letter_), asio::bind_executor(self->strand_, [self](error_code, std::size_t) {}));  // expect: async-lost-surplus
        }));
  }

 private:
  tcp::socket socket_;
  asio::strand<asio::any_io_executor> strand_;
  std::string hello_;
  std::array<char, 256> letter_;
};
}  // namespace greeting_bad
// good: greeting_on_a_strand
namespace greeting_good {
class Greeter : public std::enable_shared_from_this<Greeter> {
 public:
  void begin() {
    asio::async_read_until(
        socket_, asio::dynamic_buffer(hello_), '\n',
        asio::bind_executor(strand_, [self = shared_from_this()](error_code error, std::size_t end) {
          if (error) return;
          self->letter_ = self->hello_.substr(end);
          asio::async_read(self->socket_, asio::dynamic_buffer(self->letter_), asio::bind_executor(self->strand_, [self](error_code, std::size_t) {}));
        }));
  }

 private:
  tcp::socket socket_;
  asio::strand<asio::any_io_executor> strand_;
  std::string hello_;
  std::string letter_;
};
}  // namespace greeting_good
