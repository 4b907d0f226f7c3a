// Buffers over memory that is gone when the operation completes.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;
using boost::system::error_code;

// bad: local_string
namespace local_string_bad {
void greet(tcp::socket& socket) {
  std::string message = "hello";
  asio::async_write(socket, asio::buffer(message), [](error_code, std::size_t) {});  // expect: async-buffer-lifetime
}
}  // namespace local_string_bad
// good: local_string
namespace local_string_good {
void greet(tcp::socket& socket) {
  auto message = std::make_shared<std::string>("hello");
  asio::async_write(socket, asio::buffer(*message), [message](error_code, std::size_t) {});
}
}  // namespace local_string_good

// bad: local_array
namespace local_array_bad {
void read(tcp::socket& socket) {
  char data[128];
  socket.async_read_some(asio::buffer(data), [](error_code, std::size_t) {});  // expect: async-buffer-lifetime
}
}  // namespace local_array_bad
// good: local_array
namespace local_array_good {
asio::awaitable<void> read(tcp::socket& socket) {
  char data[128];
  co_await socket.async_read_some(asio::buffer(data), asio::use_awaitable);
}
void read_static(tcp::socket& socket) {
  static char data[128];
  socket.async_read_some(asio::buffer(data), [](error_code, std::size_t) {});
}
}  // namespace local_array_good

// bad: by_value_parameter
namespace by_value_parameter_bad {
void send(tcp::socket& socket, std::vector<char> payload) {
  socket.async_write_some(asio::buffer(payload), [](error_code, std::size_t) {});  // expect: async-buffer-lifetime
}
}  // namespace by_value_parameter_bad
// good: by_value_parameter
namespace by_value_parameter_good {
void send(tcp::socket& socket, const std::vector<char>& kept_by_caller) {
  socket.async_write_some(asio::buffer(kept_by_caller), [](error_code, std::size_t) {});
}
}  // namespace by_value_parameter_good

// bad: dynamic_buffer
namespace dynamic_buffer_bad {
void read_line(tcp::socket& socket) {
  std::string line;
  asio::async_read_until(socket, asio::dynamic_buffer(line), '\n', [](error_code, std::size_t) {});  // expect: async-buffer-lifetime
}
}  // namespace dynamic_buffer_bad
// good: dynamic_buffer
namespace dynamic_buffer_good {
struct Connection {
  tcp::socket& socket;
  std::string line;
  void read_line() { asio::async_read_until(socket, asio::dynamic_buffer(line), '\n', [](error_code, std::size_t) {}); }
};
}  // namespace dynamic_buffer_good

// bad: named_buffer
namespace named_buffer_bad {
void send(udp::socket& socket, const udp::endpoint& peer) {
  std::array<char, 4> header{};
  auto view = asio::buffer(header);
  socket.async_send_to(view, peer, [](error_code, std::size_t) {});  // expect: async-buffer-lifetime
}
}  // namespace named_buffer_bad
// good: named_buffer
namespace named_buffer_good {
void send(udp::socket& socket, const udp::endpoint& peer) {
  std::array<char, 4> header{};
  auto view = asio::buffer(header);
  socket.send_to(view, peer);
}
}  // namespace named_buffer_good

// bad: loop_runs_later
namespace loop_runs_later_bad {
void prepare(asio::io_context& io, tcp::socket& socket) {
  std::string request = "GET / HTTP/1.0\r\n\r\n";
  asio::async_write(socket, asio::buffer(request), [&io](error_code, std::size_t) { io.stop(); });  // expect: async-buffer-lifetime
}
}  // namespace loop_runs_later_bad
// good: loop_runs_later
namespace loop_runs_later_good {
void fetch() {
  asio::io_context io;
  tcp::socket socket(io);
  std::string request = "GET / HTTP/1.0\r\n\r\n";
  asio::async_write(socket, asio::buffer(request), [](error_code, std::size_t) {});
  io.run();
}
}  // namespace loop_runs_later_good

// bad: temporary
namespace temporary_bad {
std::string make_reply();
void reply(tcp::socket& socket) {
  asio::async_write(socket, asio::buffer(make_reply()), [](error_code, std::size_t) {});  // expect: async-buffer-lifetime
}
}  // namespace temporary_bad
// good: temporary
namespace temporary_good {
void reply(tcp::socket& socket) {
  asio::async_write(socket, asio::buffer("literal", 7), [](error_code, std::size_t) {});
}
}  // namespace temporary_good

// bad: dies_with_a_block
namespace dies_with_a_block_bad {
void greet(asio::io_context& io, tcp::socket& socket, bool first) {
  if (first) {
    std::string words = "good morning";
    asio::async_write(socket, asio::buffer(words), [](error_code, std::size_t) {});  // expect: async-buffer-lifetime
  }
  io.run();
}
}  // namespace dies_with_a_block_bad
// good: dies_with_a_block
namespace dies_with_a_block_good {
void greet(asio::io_context& io, tcp::socket& socket, bool first) {
  std::string words = "good morning";
  if (first) {
    asio::async_write(socket, asio::buffer(words), [](error_code, std::size_t) {});
  }
  io.run();
}
}  // namespace dies_with_a_block_good

// bad: text_of_a_stream
namespace text_of_a_stream_bad {
void count_up(tcp::socket& socket, int number) {
  std::ostringstream text;
  text << "number " << number;
  asio::async_write(socket, asio::buffer(text.str()), [](error_code, std::size_t) {});  // expect: async-buffer-lifetime
}
}  // namespace text_of_a_stream_bad
// good: text_of_a_stream
namespace text_of_a_stream_good {
void count_up(tcp::socket& socket, int number) {
  std::ostringstream text;
  text << "number " << number;
  auto kept = std::make_shared<std::string>(text.str());
  asio::async_write(socket, asio::buffer(*kept), [kept](error_code, std::size_t) {});
}
}  // namespace text_of_a_stream_good

// bad: length_made_in_place
namespace length_in_place_bad {
void send(tcp::socket& socket, const std::vector<char>& body) {
  const std::uint32_t length = static_cast<std::uint32_t>(body.size());
  std::vector<asio::const_buffer> parts;
  parts.emplace_back(&length, sizeof length);
  asio::async_write(socket, parts, [](error_code, std::size_t) {});  // expect: async-buffer-lifetime
}
}  // namespace length_in_place_bad
// good: length_made_in_place
namespace length_in_place_good {
class Sender {
 public:
  void send(tcp::socket& socket, const std::vector<char>& body) {
    length_ = static_cast<std::uint32_t>(body.size());
    std::vector<asio::const_buffer> parts;
    parts.emplace_back(&length_, sizeof length_);
    asio::async_write(socket, parts, [](error_code, std::size_t) {});
  }

 private:
  std::uint32_t length_ = 0;
};
}  // namespace length_in_place_good
