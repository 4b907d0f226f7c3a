// Sessions that ask for their owner too early or too late.
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>

#include <atomic>
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

// bad: destructor_closes_what_is_open
class Door : public std::enable_shared_from_this<Door> {
 public:
  ~Door() {
    close();  // expect: async-early-shared-from-this
  }
  void close() {
    if (closed_) return;
    asio::post(socket_.get_executor(), [this, self = shared_from_this()] { closed_ = true; });
  }

 private:
  asio::ip::tcp::socket socket_;
  bool closed_ = false;
};
void shut(Door& door) { door.close(); }
// good: destructor_closes_what_is_open
class GoodDoor : public std::enable_shared_from_this<GoodDoor> {
 public:
  ~GoodDoor() { close(); }
  void close() {
    if (closed_) return;
    closed_ = true;
    asio::post(socket_.get_executor(), [self = shared_from_this()] {});
  }

 private:
  asio::ip::tcp::socket socket_;
  bool closed_ = false;
};
void shut(GoodDoor& door) { door.close(); }

// bad: destructor_is_the_first
class Lamp : public std::enable_shared_from_this<Lamp> {
 public:
  ~Lamp() {
    put_out();  // expect: async-early-shared-from-this
  }

 private:
  bool is_out() { return out_.exchange(true); }
  void put_out() {
    if (is_out()) return;
    last_ = shared_from_this();
  }
  std::atomic<bool> out_ = false;
  std::weak_ptr<Lamp> last_;
};
// good: destructor_is_the_first
class GoodLamp : public std::enable_shared_from_this<GoodLamp> {
 public:
  ~GoodLamp() { put_out(); }
  void on_evening_end() { put_out(); }

 private:
  bool is_out() { return out_.exchange(true); }
  void put_out() {
    if (is_out()) return;
    last_ = shared_from_this();
  }
  std::atomic<bool> out_ = false;
  std::weak_ptr<GoodLamp> last_;
};
