// Boost.Beast: synchronous HTTP and WebSocket calls inside coroutines and handlers.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;

// bad: http_read
namespace http_read_bad {
asio::awaitable<void> serve(beast::tcp_stream& stream) {
  beast::flat_buffer buffer;
  http::request<http::string_body> request;
  http::read(stream, buffer, request);  // expect: async-blocking-call
  co_return;
}
}  // namespace http_read_bad
// good: http_read
namespace http_read_good {
asio::awaitable<void> serve(beast::tcp_stream& stream) {
  beast::flat_buffer buffer;
  http::request<http::string_body> request;
  co_await http::async_read(stream, buffer, request, asio::use_awaitable);
}
}  // namespace http_read_good

// bad: websocket_accept
namespace websocket_accept_bad {
asio::awaitable<void> upgrade(websocket::stream<beast::tcp_stream>& ws) {
  ws.accept();  // expect: async-blocking-call
  co_return;
}
}  // namespace websocket_accept_bad
// good: websocket_accept
namespace websocket_accept_good {
asio::awaitable<void> upgrade(websocket::stream<beast::tcp_stream>& ws) {
  co_await ws.async_accept(asio::use_awaitable);
}
}  // namespace websocket_accept_good

// bad: write_in_front_handler
namespace write_in_front_handler_bad {
using Stream = beast::tcp_stream;
void reply(Stream& stream, http::response<http::string_body>& response) { http::write(stream, response); }
void on_request(Stream& stream, beast::flat_buffer& buffer, http::request<http::string_body>& request,
                http::response<http::string_body>& response) {
  http::async_read(stream, buffer, request, beast::bind_front_handler([&stream, &response](beast::error_code, std::size_t) {
                     reply(stream, response);  // expect: async-blocking-call
                   }));
}
}  // namespace write_in_front_handler_bad
// good: write_in_front_handler
namespace write_in_front_handler_good {
using Stream = beast::tcp_stream;
void on_request(Stream& stream, beast::flat_buffer& buffer, http::request<http::string_body>& request,
                http::response<http::string_body>& response) {
  http::async_read(stream, buffer, request, beast::bind_front_handler([&stream, &response](beast::error_code, std::size_t) {
                     http::async_write(stream, response, [](beast::error_code, std::size_t) {});
                   }));
}
}  // namespace write_in_front_handler_good
