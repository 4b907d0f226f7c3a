// Second operations that a queue, a helper, a base class or a fallback starts.
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <functional>
#include <memory>
#include <queue>
#include <string>
#include <utility>

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// bad: queue_emptied_by_a_helper
namespace emptied_bad {
class Waiter : public std::enable_shared_from_this<Waiter> {
 public:
  void serve() {
    while (!orders_.empty()) {
      bring(orders_.front());  // expect: async-overlapping-operations
      orders_.pop();
    }
  }

 private:
  void bring(std::shared_ptr<std::string> order) {
    asio::async_write(table_, asio::buffer(*order), [self = shared_from_this(), order](error_code, std::size_t) {});
  }
  tcp::socket table_;
  std::queue<std::shared_ptr<std::string>> orders_;
};
}  // namespace emptied_bad
// good: queue_emptied_by_a_helper
namespace emptied_good {
class Waiter : public std::enable_shared_from_this<Waiter> {
 public:
  void serve(std::shared_ptr<std::string> order) {
    orders_.push(std::move(order));
    if (orders_.size() == 1) bring();
  }

 private:
  void bring() {
    asio::async_write(table_, asio::buffer(*orders_.front()), [self = shared_from_this()](error_code error, std::size_t) {
      if (error) return;
      self->orders_.pop();
      if (!self->orders_.empty()) self->bring();
    });
  }
  tcp::socket table_;
  std::queue<std::shared_ptr<std::string>> orders_;
};
}  // namespace emptied_good

// bad: both_addresses_at_once
namespace both_addresses_bad {
struct Dialer {
  tcp::socket& line;
  bool connected = false;
  void dial(const tcp::endpoint& first, const tcp::endpoint& second) {
    line.async_connect(first, [this](error_code error) { connected |= !error; });
    line.async_connect(second, [this](error_code error) { connected |= !error; });  // expect: async-overlapping-operations
  }
};
}  // namespace both_addresses_bad
// good: both_addresses_at_once
namespace both_addresses_good {
struct Dialer {
  tcp::socket& line;
  bool connected = false;
  void dial(const tcp::endpoint& first, const tcp::endpoint& second) {
    line.async_connect(first, [this, second](error_code error) {
      if (!error) {
        connected = true;
        return;
      }
      line.close();
      line.async_connect(second, [this](error_code failed) { connected = !failed; });
    });
  }
};
}  // namespace both_addresses_good

// bad: warning_before_the_answer
namespace warning_first_bad {
class Oracle : public std::enable_shared_from_this<Oracle> {
 public:
  void answer(bool old_client) {
    auto done = std::bind(&Oracle::on_written, shared_from_this(), std::placeholders::_1);
    if (old_client) asio::async_write(stream_, asio::buffer(warning_), done);
    asio::async_write(stream_, asio::buffer(answer_), done);  // expect: async-overlapping-operations
  }

 private:
  void on_written(error_code error) { broken_ = bool(error); }
  asio::ssl::stream<tcp::socket> stream_;
  std::string warning_, answer_;
  bool broken_ = false;
};
}  // namespace warning_first_bad
// good: warning_before_the_answer
namespace warning_first_good {
class Oracle : public std::enable_shared_from_this<Oracle> {
 public:
  void answer(bool old_client) {
    auto done = std::bind(&Oracle::on_written, shared_from_this(), std::placeholders::_1);
    if (old_client) {
      asio::async_write(stream_, std::array{asio::buffer(warning_), asio::buffer(answer_)}, done);
      return;
    }
    asio::async_write(stream_, asio::buffer(answer_), done);
  }

 private:
  void on_written(error_code error) { broken_ = bool(error); }
  asio::ssl::stream<tcp::socket> stream_;
  std::string warning_, answer_;
  bool broken_ = false;
};
}  // namespace warning_first_good

// bad: base_reads_already
namespace base_reads_bad {
class Conversation : public std::enable_shared_from_this<Conversation> {
 public:
  virtual ~Conversation() = default;

 protected:
  void listen() {
    asio::async_read(ear_, asio::buffer(heard_), [self = shared_from_this()](error_code, std::size_t) {});
  }
  tcp::socket ear_;
  std::array<char, 16> heard_;
};
class Interview : public Conversation {
 public:
  void begin() {
    listen();
    ear_.async_read_some(asio::buffer(question_), [self = shared_from_this()](error_code, std::size_t) {});  // expect: async-overlapping-operations
  }

 private:
  std::array<char, 64> question_;
};
}  // namespace base_reads_bad
// good: base_reads_already
namespace base_reads_good {
class Conversation : public std::enable_shared_from_this<Conversation> {
 public:
  virtual ~Conversation() = default;

 protected:
  void listen() {
    asio::async_read(ear_, asio::buffer(heard_), [self = shared_from_this()](error_code error, std::size_t) {
      if (!error) self->on_heard();
    });
  }
  virtual void on_heard() = 0;
  tcp::socket ear_;
  std::array<char, 16> heard_;
};
class Interview : public Conversation {
 public:
  void begin() {
    listen();
    asio::async_write(ear_, asio::buffer(question_), [self = shared_from_this()](error_code, std::size_t) {});
  }

 private:
  void on_heard() override { listen(); }
  std::array<char, 64> question_;
};
}  // namespace base_reads_good
