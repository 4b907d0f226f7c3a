// Stackful coroutines: the call with the yield context waits inside of itself, so its locals live.
#include <boost/asio/buffer.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/spawn.hpp>
#include <boost/asio/write.hpp>

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// bad: yield_context
namespace yield_context_bad {
void echo(tcp::socket& socket) {
  char data[4] = {};
  asio::async_write(socket, asio::buffer(data), [](error_code, std::size_t) {});  // expect: async-buffer-lifetime
}
}  // namespace yield_context_bad
// good: yield_context
namespace yield_context_good {
void echo(tcp::socket& socket, asio::yield_context yield) {
  char data[4] = {};
  asio::async_write(socket, asio::buffer(data), yield);
}
}  // namespace yield_context_good
