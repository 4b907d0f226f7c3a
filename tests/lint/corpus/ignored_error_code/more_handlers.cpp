// Handlers of strands, of plain functions and of templates that take every end of their operation alike.
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// bad: moved_by_every_message
struct Client {
  tcp::socket socket;
  asio::steady_timer idle;
  std::string message;
};
void drop(const std::shared_ptr<Client>& client) { client->socket.close(); }
void watch(const std::shared_ptr<Client>& client) {
  client->idle.expires_after(std::chrono::minutes(1));
  client->idle.async_wait([client](const error_code&) { drop(client); });  // expect: async-ignored-error-code
}
void receive(const std::shared_ptr<Client>& client) {
  client->socket.async_read_some(asio::buffer(client->message), [client](error_code error, std::size_t) {
    if (error) return;
    watch(client);
    receive(client);
  });
}
// good: moved_by_every_message
struct GoodClient {
  tcp::socket socket;
  asio::steady_timer idle;
  std::string message;
};
void drop(const std::shared_ptr<GoodClient>& client) { client->socket.close(); }
void watch(const std::shared_ptr<GoodClient>& client) {
  client->idle.expires_after(std::chrono::minutes(1));
  client->idle.async_wait([client](const error_code& aborted) {
    if (!aborted) drop(client);
  });
}
void receive(const std::shared_ptr<GoodClient>& client) {
  client->socket.async_read_some(asio::buffer(client->message), [client](error_code error, std::size_t) {
    if (error) return;
    watch(client);
    receive(client);
  });
}

// bad: on_a_strand
class Elevator {
 public:
  enum class Call {
    up,
    down,
    none
  };
  void answer(Call call) {
    switch (call) {
      case Call::up: ++floor_; break;
      case Call::down: --floor_; break;
      case Call::none: return;
    }
    doors_.async_wait(asio::bind_executor(strand_, [this](error_code) { leave(); }));  // expect: async-ignored-error-code
  }
  void keep_open() { doors_.cancel(); }

 private:
  void leave() { floor_ += moving_ ? 1 : 0; }
  asio::strand<asio::any_io_executor> strand_;
  asio::steady_timer doors_;
  int floor_ = 0;
  bool moving_ = false;
};
// good: on_a_strand
class GoodElevator {
 public:
  enum class Call {
    up,
    down,
    none
  };
  void answer(Call call) {
    switch (call) {
      case Call::up: ++floor_; break;
      case Call::down: --floor_; break;
      case Call::none: return;
    }
    doors_.async_wait(asio::bind_executor(strand_, [this](error_code error) {
      if (error == asio::error::operation_aborted) return;
      leave();
    }));
  }
  void keep_open() { doors_.cancel(); }

 private:
  void leave() { floor_ += moving_ ? 1 : 0; }
  asio::strand<asio::any_io_executor> strand_;
  asio::steady_timer doors_;
  int floor_ = 0;
  bool moving_ = false;
};

// bad: lines_until_the_end
class Terminal : public std::enable_shared_from_this<Terminal> {
 public:
  void next_line() {
    asio::async_read_until(socket_, input_, '\n', std::bind(&Terminal::on_line, shared_from_this(), std::placeholders::_1, std::placeholders::_2));  // expect: async-ignored-error-code
  }

 private:
  void on_line(const error_code&, std::size_t size) {
    input_.consume(size);
    ++lines_;
    next_line();
  }
  tcp::socket socket_;
  asio::streambuf input_;
  int lines_ = 0;
};
// good: lines_until_the_end
class GoodTerminal : public std::enable_shared_from_this<GoodTerminal> {
 public:
  void next_line() {
    asio::async_read_until(socket_, input_, '\n', std::bind(&GoodTerminal::on_line, shared_from_this(), std::placeholders::_1, std::placeholders::_2));
  }

 private:
  void on_line(const error_code& error, std::size_t size) {
    input_.consume(size);
    ++lines_;
    if (error) {
      socket_.close();
    } else {
      next_line();
    }
  }
  tcp::socket socket_;
  asio::streambuf input_;
  int lines_ = 0;
};

// bad: printed_and_written
template <class Stream>
class Relay : public std::enable_shared_from_this<Relay<Stream>> {
 public:
  void pull() {
    from_.async_read_some(asio::buffer(bytes_), [self = this->shared_from_this()](error_code error, std::size_t size) {
      if (error) {  // expect: async-ignored-error-code
        std::cerr << "relay: " << error.message() << '\n';
      }
      self->push(size);
    });
  }

 private:
  void push(std::size_t size) {
    asio::async_write(to_, asio::buffer(bytes_, size), [self = this->shared_from_this()](error_code error, std::size_t) {
      if (!error) self->pull();
    });
  }
  Stream from_;
  Stream to_;
  char bytes_[512];
};
void start_relay(const std::shared_ptr<Relay<tcp::socket>>& relay) { relay->pull(); }
// good: printed_and_written
template <class Stream>
class GoodRelay : public std::enable_shared_from_this<GoodRelay<Stream>> {
 public:
  void pull() {
    from_.async_read_some(asio::buffer(bytes_), [self = this->shared_from_this()](error_code error, std::size_t size) {
      if (error) {
        std::cerr << "relay: " << error.message() << '\n';
        self->to_.shutdown(Stream::shutdown_send, error);
        return;
      }
      self->push(size);
    });
  }

 private:
  void push(std::size_t size) {
    asio::async_write(to_, asio::buffer(bytes_, size), [self = this->shared_from_this()](error_code error, std::size_t) {
      if (!error) self->pull();
    });
  }
  Stream from_;
  Stream to_;
  char bytes_[512];
};
void start_relay(const std::shared_ptr<GoodRelay<tcp::socket>>& relay) { relay->pull(); }

// bad: renewed_through_a_pointer
class Lease {
 public:
  explicit Lease(const asio::any_io_executor& executor) : end_(std::make_unique<asio::steady_timer>(executor)) {}
  bool hold(int seconds) {
    if (seconds <= 0) return false;
    end_->expires_after(std::chrono::seconds(seconds));
    const auto on_end = [this](const error_code&) {
      held_ = false;
      give_back();
    };
    end_->async_wait(on_end);  // expect: async-ignored-error-code
    return held_ = true;
  }
  void buy() {
    if (held_) end_->cancel();
  }

 private:
  void give_back();
  std::unique_ptr<asio::steady_timer> end_;
  bool held_ = false;
};
// good: renewed_through_a_pointer
class GoodLease {
 public:
  explicit GoodLease(const asio::any_io_executor& executor) : end_(std::make_unique<asio::steady_timer>(executor)) {}
  bool hold(int seconds) {
    if (seconds <= 0) return false;
    end_->expires_after(std::chrono::seconds(seconds));
    const auto on_end = [this](const error_code& bought) {
      held_ = false;
      if (!bought) give_back();
    };
    end_->async_wait(on_end);
    return held_ = true;
  }
  void buy() {
    if (held_) end_->cancel();
  }

 private:
  void give_back();
  std::unique_ptr<asio::steady_timer> end_;
  bool held_ = false;
};
