// Timers, resolvers and sockets that die too early or too late.
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace asio = boost::asio;
using boost::system::error_code;

// bad: signal_set_on_the_stack
class Daemon {
 public:
  void watch_signals() {
    asio::signal_set signals(io_, 15);
    signals.async_wait([this](error_code, int) { stopping_ = true; });  // expect: async-io-object-lifetime
  }

 private:
  asio::io_context& io_;
  bool stopping_ = false;
};
// good: signal_set_on_the_stack
class GoodDaemon {
 public:
  void watch_signals() {
    signals_.async_wait([this](error_code, int) { stopping_ = true; });
  }

 private:
  asio::signal_set signals_;
  bool stopping_ = false;
};

// bad: socket_dies_while_connecting
void knock(asio::io_context& io, asio::ip::tcp::resolver::results_type doors) {
  asio::ip::tcp::socket knuckle(io);
  asio::async_connect(knuckle, doors, [](error_code, const asio::ip::tcp::endpoint&) {});  // expect: async-io-object-lifetime
}
// good: socket_dies_while_connecting
void knock_and_wait(asio::io_context& io, asio::ip::tcp::resolver::results_type doors) {
  auto knuckle = std::make_shared<asio::ip::tcp::socket>(io);
  asio::async_connect(*knuckle, doors, [knuckle](error_code, const asio::ip::tcp::endpoint&) {});
}

// bad: unique_timer_not_kept
void cool_down(asio::io_context& io, int& heat) {
  const auto pause = std::make_unique<asio::steady_timer>(io, std::chrono::seconds(2));
  pause->async_wait([&heat](error_code error) {  // expect: async-io-object-lifetime
    if (!error) --heat;
  });
}
// good: unique_timer_not_kept
void cool_down_later(asio::io_context& io, int& heat, std::vector<std::unique_ptr<asio::steady_timer>>& pauses) {
  auto pause = std::make_unique<asio::steady_timer>(io, std::chrono::seconds(2));
  pause->async_wait([&heat](error_code error) {
    if (!error) --heat;
  });
  pauses.push_back(std::move(pause));
}

// bad: member_declared_before_its_loop
class Metronome {
 public:
  Metronome() { beat_ = std::make_unique<asio::steady_timer>(io_); }  // expect: async-io-object-lifetime

 private:
  std::unique_ptr<asio::steady_timer> beat_;
  asio::io_context io_;
};
// good: member_declared_before_its_loop
class GoodMetronome {
 public:
  GoodMetronome() { beat_ = std::make_unique<asio::steady_timer>(io_); }

 private:
  asio::io_context io_;
  std::unique_ptr<asio::steady_timer> beat_;
};

// bad: watched_by_a_timer
class Court {
 public:
  void hear(const std::function<bool()>& speech) {
    asio::steady_timer bell(io_, std::chrono::seconds(30));
    bell.async_wait([this](error_code error) {  // expect: async-io-object-lifetime
      if (!error) ++overruns_;
    });
    if (!speech()) return;
    bell.cancel();
  }

 private:
  asio::io_context& io_;
  int overruns_ = 0;
};
// good: watched_by_a_timer
class GoodCourt {
 public:
  void hear(const std::function<bool()>& speech) {
    asio::steady_timer bell(io_, std::chrono::seconds(30));
    bell.async_wait([this](error_code error) {
      if (!error) ++overruns_;
    });
    const bool done = speech();
    bell.cancel();
    if (!done) ++protests_;
  }

 private:
  asio::io_context& io_;
  int overruns_ = 0, protests_ = 0;
};
