// Destructors that wait for coroutines or start what outlives them.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <string>

namespace asio = boost::asio;
using boost::system::error_code;

// bad: last_words
class Guest {
 public:
  ~Guest() {
    asio::async_write(socket_, asio::buffer(kBye), [this](error_code, std::size_t) { socket_.close(); });  // expect: async-await-in-cleanup
  }

 private:
  static constexpr char kBye[] = "bye";
  asio::ip::tcp::socket socket_;
};
// good: last_words
class PoliteGuest {
 public:
  void leave() {
    asio::async_write(socket_, asio::buffer(kBye), [this](error_code, std::size_t) { socket_.close(); });
  }

 private:
  static constexpr char kBye[] = "bye";
  asio::ip::tcp::socket socket_;
};
