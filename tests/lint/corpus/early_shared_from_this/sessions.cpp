// Sessions that ask for their owner too early or too late.
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>

#include <memory>

namespace asio = boost::asio;
using boost::system::error_code;

// bad: reads_from_its_constructor
class Eager : public std::enable_shared_from_this<Eager> {
 public:
  explicit Eager(asio::ip::tcp::socket socket) : socket_(std::move(socket)) {
    read();  // expect: async-early-shared-from-this
  }

 private:
  void read() {
    asio::async_read(socket_, asio::buffer(bytes_), [self = shared_from_this()](error_code, std::size_t) {});
  }
  asio::ip::tcp::socket socket_;
  char bytes_[4];
};
// good: reads_from_its_constructor
class Patient : public std::enable_shared_from_this<Patient> {
 public:
  explicit Patient(asio::ip::tcp::socket socket) : socket_(std::move(socket)) {}
  static void start(asio::ip::tcp::socket socket) { std::make_shared<Patient>(std::move(socket))->read(); }

 private:
  void read() {
    asio::async_read(socket_, asio::buffer(bytes_), [self = shared_from_this()](error_code, std::size_t) {});
  }
  asio::ip::tcp::socket socket_;
  char bytes_[4];
};

// bad: last_message_of_a_destructor
class Farewell : public std::enable_shared_from_this<Farewell> {
 public:
  ~Farewell() { owner_ = shared_from_this(); }  // expect: async-early-shared-from-this

 private:
  std::weak_ptr<Farewell> owner_;
};
// good: last_message_of_a_destructor
class Quiet : public std::enable_shared_from_this<Quiet> {
 public:
  ~Quiet() { owner_ = weak_from_this(); }

 private:
  std::weak_ptr<Quiet> owner_;
};
