// Calls that throw in handlers of timers, strands, templates and loops.
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <utility>

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// bad: half_closed_when_written
class Answer : public std::enable_shared_from_this<Answer> {
 public:
  void send() {
    asio::async_write(socket_, asio::buffer(text_), [self = shared_from_this()](error_code, std::size_t) {
      self->socket_.shutdown(tcp::socket::shutdown_both);  // expect: async-throwing-call
      self->sent_ = true;
    });
  }

 private:
  tcp::socket socket_;
  std::string text_;
  bool sent_ = false;
};
// good: half_closed_when_written
class GoodAnswer : public std::enable_shared_from_this<GoodAnswer> {
 public:
  void send() {
    asio::async_write(socket_, asio::buffer(text_), [self = shared_from_this()](error_code error, std::size_t) {
      self->socket_.shutdown(tcp::socket::shutdown_both, error);
      self->sent_ = true;
    });
  }

 private:
  tcp::socket socket_;
  std::string text_;
  bool sent_ = false;
};

// bad: list_of_peers
class Panel {
 public:
  void refresh() {
    every_.expires_after(std::chrono::seconds(10));
    every_.async_wait(asio::bind_executor(strand_, [this](const error_code& error) {
      if (error) return;
      std::ostringstream text;
      for (const auto& [number, peer] : peers_) {
        text << number << ' ' << peer->remote_endpoint() << '\n';  // expect: async-throwing-call
      }
      shown_ = text.str();
      refresh();
    }));
  }

 private:
  asio::strand<asio::any_io_executor> strand_;
  asio::steady_timer every_;
  std::map<int, std::unique_ptr<tcp::socket>> peers_;
  std::string shown_;
};
// good: list_of_peers
class GoodPanel {
 public:
  void refresh() {
    every_.expires_after(std::chrono::seconds(10));
    every_.async_wait(asio::bind_executor(strand_, [this](const error_code& error) {
      if (error) return;
      std::ostringstream text;
      for (const auto& [number, peer] : peers_) {
        error_code gone;
        const auto from = peer->remote_endpoint(gone);
        if (gone) continue;
        text << number << ' ' << from << '\n';
      }
      shown_ = text.str();
      refresh();
    }));
  }

 private:
  asio::strand<asio::any_io_executor> strand_;
  asio::steady_timer every_;
  std::map<int, std::unique_ptr<tcp::socket>> peers_;
  std::string shown_;
};

// bad: constructed_in_the_handler
class Visit : public std::enable_shared_from_this<Visit> {
 public:
  explicit Visit(tcp::socket socket) : socket_(std::move(socket)), from_(socket_.remote_endpoint()) {}  // expect: async-throwing-call
  void begin();

 private:
  tcp::socket socket_;
  tcp::endpoint from_;
};
void open_house(tcp::acceptor& door) {
  door.async_accept([&door](error_code error, tcp::socket guest) {
    if (error) return;
    Visit visit(std::move(guest));
    visit.begin();
    open_house(door);
  });
}
// good: constructed_in_the_handler
class GoodVisit : public std::enable_shared_from_this<GoodVisit> {
 public:
  GoodVisit(tcp::socket socket, tcp::endpoint from) : socket_(std::move(socket)), from_(std::move(from)) {}
  void begin();

 private:
  tcp::socket socket_;
  tcp::endpoint from_;
};
void open_good_house(tcp::acceptor& door) {
  door.async_accept([&door](error_code error, tcp::socket guest) {
    if (error) return;
    const tcp::endpoint from = guest.remote_endpoint(error);
    if (!error) {
      GoodVisit visit(std::move(guest), from);
      visit.begin();
    }
    open_good_house(door);
  });
}

// bad: ended_by_its_timeout
template <class Protocol>
class Limited : public std::enable_shared_from_this<Limited<Protocol>> {
 public:
  void start() {
    auto self = this->shared_from_this();
    limit_.async_wait([self](error_code error) {
      if (!error) self->end();
    });
  }

 private:
  void end() {
    switch (state_) {
      case State::open: socket_.shutdown(Protocol::socket::shutdown_send); break;  // expect: async-throwing-call
      case State::ended: break;
    }
    state_ = State::ended;
  }
  enum class State {
    open,
    ended
  };
  typename Protocol::socket socket_;
  asio::steady_timer limit_;
  State state_ = State::open;
};
void start_limited(const std::shared_ptr<Limited<tcp>>& limited) { limited->start(); }
// good: ended_by_its_timeout
template <class Protocol>
class GoodLimited : public std::enable_shared_from_this<GoodLimited<Protocol>> {
 public:
  void start() {
    auto self = this->shared_from_this();
    limit_.async_wait([self](error_code error) {
      if (!error) self->end();
    });
  }

 private:
  void end() {
    switch (state_) {
      case State::open:
        try {
          socket_.shutdown(Protocol::socket::shutdown_send);
        } catch (const boost::system::system_error&) {
          socket_.close();
        }
        break;
      case State::ended: break;
    }
    state_ = State::ended;
  }
  enum class State {
    open,
    ended
  };
  typename Protocol::socket socket_;
  asio::steady_timer limit_;
  State state_ = State::open;
};
void start_limited(const std::shared_ptr<GoodLimited<tcp>>& limited) { limited->start(); }
