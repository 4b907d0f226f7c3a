// Resolvers, acceptors and timers that nobody keeps while they work.
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// bad: resolver_of_one_call
namespace one_call_bad {
class Finder : public std::enable_shared_from_this<Finder> {
 public:
  explicit Finder(asio::io_context& io) : io_(io) {}
  void find(const std::string& host) {
    tcp::resolver resolver(io_);
    resolver.async_resolve(host, "80", std::bind(&Finder::on_found, shared_from_this(), std::placeholders::_1, std::placeholders::_2));  // expect: async-io-object-lifetime
  }

 private:
  void on_found(error_code error, tcp::resolver::results_type found) {
    if (!error) found_ = std::move(found);
  }
  asio::io_context& io_;
  tcp::resolver::results_type found_;
};
}  // namespace one_call_bad
// good: resolver_of_one_call
namespace one_call_good {
class Finder : public std::enable_shared_from_this<Finder> {
 public:
  explicit Finder(asio::io_context& io) : io_(io) {}
  void find(const std::string& host) {
    resolvers_.emplace_back(io_);
    resolvers_.back().async_resolve(host, "80", std::bind(&Finder::on_found, shared_from_this(), std::placeholders::_1, std::placeholders::_2));
  }

 private:
  void on_found(error_code error, tcp::resolver::results_type found) {
    if (!error) found_ = std::move(found);
  }
  asio::io_context& io_;
  std::list<tcp::resolver> resolvers_;
  tcp::resolver::results_type found_;
};
}  // namespace one_call_good

// bad: acceptor_of_a_start_function
namespace start_function_bad {
struct Hall {
  asio::io_context& io;
  std::list<tcp::socket> guests;
  void open(unsigned short port) {
    tcp::acceptor door(io, tcp::endpoint(tcp::v4(), port));
    door.async_accept([this](error_code error, tcp::socket guest) {  // expect: async-io-object-lifetime
      if (!error) guests.push_back(std::move(guest));
    });
  }
};
}  // namespace start_function_bad
// good: acceptor_of_a_start_function
namespace start_function_good {
struct Hall {
  asio::io_context& io;
  std::list<tcp::acceptor> doors;
  std::list<tcp::socket> guests;
  void open(unsigned short port) {
    tcp::acceptor& door = doors.emplace_back(io, tcp::endpoint(tcp::v4(), port));
    door.async_accept([this](error_code error, tcp::socket guest) {
      if (!error) guests.push_back(std::move(guest));
    });
  }
};
}  // namespace start_function_good

// bad: only_a_weak_pointer
namespace only_weak_bad {
void snooze(asio::io_context& io, std::function<void()> wake) {
  auto alarm = std::make_shared<asio::steady_timer>(io, std::chrono::minutes(9));
  const std::weak_ptr<asio::steady_timer> weak = alarm;
  alarm->async_wait([weak, wake](error_code error) {  // expect: async-io-object-lifetime
    if (!error && !weak.expired()) wake();
  });
}
}  // namespace only_weak_bad
// good: only_a_weak_pointer
namespace only_weak_good {
std::shared_ptr<asio::steady_timer> snooze(asio::io_context& io, std::function<void()> wake) {
  auto alarm = std::make_shared<asio::steady_timer>(io, std::chrono::minutes(9));
  const std::weak_ptr<asio::steady_timer> weak = alarm;
  alarm->async_wait([weak, wake](error_code error) {
    if (!error && !weak.expired()) wake();
  });
  return alarm;
}
}  // namespace only_weak_good

// bad: a_timer_each_round
namespace each_round_bad {
void play(asio::io_context& io, const std::vector<int>& pauses, int& notes) {
  for (int pause : pauses) {
    asio::steady_timer rest(io, std::chrono::milliseconds(pause));
    rest.async_wait([&notes](error_code error) {  // expect: async-io-object-lifetime
      if (!error) ++notes;
    });
  }
}
}  // namespace each_round_bad
// good: a_timer_each_round
namespace each_round_good {
int play(asio::io_context& io, const std::vector<int>& pauses) {
  int notes = 0;
  std::list<asio::steady_timer> rests;
  for (int pause : pauses) {
    asio::steady_timer& rest = rests.emplace_back(io, std::chrono::milliseconds(pause));
    rest.async_wait([&notes](error_code error) {
      if (!error) ++notes;
    });
  }
  io.run();
  return notes;
}
}  // namespace each_round_good

// bad: socket_above_its_loop
namespace above_its_loop_bad {
int ask(const tcp::endpoint& server) {
  std::shared_ptr<tcp::socket> socket;
  asio::io_context io;
  socket = std::make_shared<tcp::socket>(io);  // expect: async-io-object-lifetime
  int failures = 0;
  socket->async_connect(server, [&failures](error_code error) { failures += error ? 1 : 0; });
  io.run();
  return failures;
}
}  // namespace above_its_loop_bad
// good: socket_above_its_loop
namespace above_its_loop_good {
int ask(const tcp::endpoint& server) {
  std::shared_ptr<tcp::socket> socket;
  asio::io_context io;
  socket = std::make_shared<tcp::socket>(io);
  int failures = 0;
  socket->async_connect(server, [&failures](error_code error) { failures += error ? 1 : 0; });
  io.run();
  socket.reset();
  return failures;
}
}  // namespace above_its_loop_good

// bad: datagram_socket_in_a_branch
namespace in_a_branch_bad {
class Announcer {
 public:
  void announce(asio::io_context& io, bool by_datagram) {
    if (by_datagram) {
      asio::ip::udp::socket radio(io, asio::ip::udp::v4());
      radio.async_send_to(asio::buffer(news_), everyone_, [this](error_code error, std::size_t) { told_ = !error; });  // expect: async-io-object-lifetime
    } else {
      printed_ = news_;
    }
  }

 private:
  std::string news_, printed_;
  asio::ip::udp::endpoint everyone_;
  bool told_ = false;
};
}  // namespace in_a_branch_bad
// good: datagram_socket_in_a_branch
namespace in_a_branch_good {
class Announcer {
 public:
  void announce(asio::io_context& io, bool by_datagram) {
    if (by_datagram) {
      asio::ip::udp::socket radio(io, asio::ip::udp::v4());
      told_ = radio.send_to(asio::buffer(news_), everyone_) == news_.size();
    } else {
      printed_ = news_;
    }
  }

 private:
  std::string news_, printed_;
  asio::ip::udp::endpoint everyone_;
  bool told_ = false;
};
}  // namespace in_a_branch_good
