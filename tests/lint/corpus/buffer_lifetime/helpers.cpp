// Memory that goes through helpers, smart pointers and arrays before an operation uses it.
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http.hpp>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

// bad: view_through_a_helper
class Ticker {
 public:
  void price(int cents) { send(std::to_string(cents)); }  // expect: async-buffer-lifetime

 private:
  void send(std::string_view text) {
    asio::async_write(socket_, asio::buffer(text.data(), text.size()), [this](error_code error, std::size_t) { open_ = !error; });
  }
  asio::ip::tcp::socket& socket_;
  bool open_ = true;
};
// good: view_through_a_helper
class GoodTicker {
 public:
  void price(int cents) {
    last_ = std::to_string(cents);
    send(last_);
  }

 private:
  void send(std::string_view text) {
    asio::async_read(socket_, asio::buffer(answer_), [](error_code, std::size_t) {});
    size_ = text.size();
  }
  asio::ip::tcp::socket& socket_;
  std::string last_;
  char answer_[8];
  std::size_t size_ = 0;
};

// bad: shared_message_not_captured
void publish(asio::ip::tcp::socket& socket, int number) {
  auto message = std::make_shared<std::string>(std::to_string(number));
  asio::async_write(socket, asio::buffer(*message), [](error_code, std::size_t) {});  // expect: async-buffer-lifetime
}
// good: shared_message_not_captured
void publish_well(asio::ip::tcp::socket& socket, int number) {
  auto message = std::make_shared<std::string>(std::to_string(number));
  asio::async_write(socket, asio::buffer(*message), [message](error_code, std::size_t) {});
}

// bad: unique_bytes_by_get
void fill(asio::ip::tcp::socket& socket) {
  const auto bytes = std::make_unique<char[]>(512);
  socket.async_read_some(asio::buffer(bytes.get(), 512), [](error_code, std::size_t) {});  // expect: async-buffer-lifetime
}
// good: unique_bytes_by_get
void fill_well(asio::ip::tcp::socket& socket) {
  auto bytes = std::make_unique<char[]>(512);
  char* memory = bytes.get();
  socket.async_read_some(asio::buffer(memory, 512), [kept = std::move(bytes)](error_code, std::size_t) {});
}

// bad: head_and_body
void answer(asio::ip::tcp::socket& socket, const std::shared_ptr<std::string>& body) {
  const std::string head = "200 " + std::to_string(body->size());
  std::array<asio::const_buffer, 2> parts = {asio::buffer(head), asio::buffer(*body)};
  asio::async_write(socket, parts, [body](error_code, std::size_t) {});  // expect: async-buffer-lifetime
}
// good: head_and_body
void answer_well(asio::ip::tcp::socket& socket, const std::shared_ptr<std::string>& head, const std::shared_ptr<std::string>& body) {
  std::array<asio::const_buffer, 2> parts = {asio::buffer(*head), asio::buffer(*body)};
  asio::async_write(socket, parts, [head, body](error_code, std::size_t) {});
}

// bad: streambuf_on_the_stack
void read_line(asio::ip::tcp::socket& socket) {
  asio::streambuf line;
  asio::async_read_until(socket, line, '\n', [](error_code, std::size_t) {});  // expect: async-buffer-lifetime
}
// good: streambuf_on_the_stack
void read_line_and_run(asio::io_context& io, asio::ip::tcp::socket& socket) {
  asio::streambuf line;
  asio::async_read_until(socket, line, '\n', [](error_code, std::size_t) {});
  io.run();
}

// bad: response_on_the_stack
void reply(asio::ip::tcp::socket& socket) {
  http::response<http::string_body> response{http::status::ok, 11};
  response.body() = "fine";
  http::async_write(socket, response, [](error_code, std::size_t) {});  // expect: async-buffer-lifetime
}
// good: response_on_the_stack
void reply_well(asio::ip::tcp::socket& socket) {
  auto response = std::make_shared<http::response<http::string_body>>(http::status::ok, 11);
  response->body() = "fine";
  http::async_write(socket, *response, [response](error_code, std::size_t) {});
}

// bad: sender_endpoint
void hear(asio::ip::udp::socket& socket, std::vector<char>& datagram) {
  asio::ip::udp::endpoint sender;
  socket.async_receive_from(asio::buffer(datagram), sender, [](error_code, std::size_t) {});  // expect: async-buffer-lifetime
}
// good: sender_endpoint
void hear_well(asio::ip::udp::socket& socket, std::vector<char>& datagram) {
  auto sender = std::make_shared<asio::ip::udp::endpoint>();
  socket.async_receive_from(asio::buffer(datagram), *sender, [sender](error_code, std::size_t) {});
}

// bad: moved_away_in_the_same_call
void hand_on(asio::ip::tcp::socket& socket, std::string text) {
  asio::async_write(socket, asio::buffer(text), [text = std::move(text)](error_code, std::size_t) {});  // expect: async-buffer-lifetime
}
// good: moved_away_in_the_same_call
void hand_on_well(asio::ip::tcp::socket& socket, std::string text) {
  auto kept = std::make_unique<std::string>(std::move(text));
  const auto buffer = asio::buffer(*kept);
  asio::async_write(socket, buffer, [kept = std::move(kept)](error_code, std::size_t) {});
}

// bad: pieces_in_a_vector
void send_pieces(asio::ip::tcp::socket& socket, int number) {
  const std::string head = std::to_string(number);
  std::vector<asio::const_buffer> pieces;
  pieces.push_back(asio::buffer(head));
  asio::async_write(socket, pieces, [](error_code, std::size_t) {});  // expect: async-buffer-lifetime
}
// good: pieces_in_a_vector
void send_kept_pieces(asio::ip::tcp::socket& socket, const std::shared_ptr<std::string>& head) {
  std::vector<asio::const_buffer> pieces;
  pieces.push_back(asio::buffer(*head));
  asio::async_write(socket, pieces, [head](error_code, std::size_t) {});
}
