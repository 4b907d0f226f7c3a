// Futures and deferred operations that get lost in branches, coroutines, templates and chains.
#include "lazy_task.h"

#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/streambuf.hpp>

#include <chrono>
#include <cstddef>
#include <future>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;

// bad: every_case_starts_one
enum class Report {
  daily,
  weekly
};
int write_report(Report kind, int pages);
void order_report(Report kind, int pages) {
  switch (kind) {
    case Report::daily: std::async(write_report, kind, 1); break;  // expect: async-discarded-task
    case Report::weekly:
      if (pages > 0) std::async(std::launch::async, [kind, pages] { return write_report(kind, pages); });  // expect: async-discarded-task
      break;
  }
}
// good: every_case_starts_one
std::future<int> order_good_report(Report kind, int pages) {
  switch (kind) {
    case Report::daily: return std::async(write_report, kind, 1);
    case Report::weekly: break;
  }
  auto report = std::async(std::launch::async, [kind, pages] { return write_report(kind, pages); });
  return report;
}

// bad: started_in_a_coroutine
std::string shrink(std::string picture);
Lazy<int> publish(std::string picture, bool small) {
  if (small) {
    const auto shrinking = std::async(std::launch::async, shrink, picture);  // expect: async-discarded-task
  }
  co_return static_cast<int>(picture.size());
}
// good: started_in_a_coroutine
struct Publisher {
  std::future<std::string> shrinking;
  Lazy<int> publish(std::string picture, bool small) {
    if (small && !shrinking.valid()) shrinking = std::async(std::launch::async, shrink, picture);
    co_return static_cast<int>(picture.size());
  }
};

// bad: pause_that_is_none
template <class Clock>
struct Pacer {
  asio::basic_waitable_timer<Clock> timer;
  void slow_down() {
    timer.expires_after(std::chrono::milliseconds(20));
    timer.async_wait(asio::deferred);  // expect: async-discarded-task
  }
};
void use_pacer(asio::io_context& io) { Pacer<std::chrono::steady_clock>{asio::steady_timer(io)}.slow_down(); }
// good: pause_that_is_none
template <class Clock>
struct GoodPacer {
  asio::basic_waitable_timer<Clock> timer;
  template <class Then>
  void slow_down(Then then) {
    timer.expires_after(std::chrono::milliseconds(20));
    auto pause = timer.async_wait(asio::deferred);
    std::move(pause)(std::move(then));
  }
};
void use_good_pacer(asio::io_context& io) {
  GoodPacer<std::chrono::steady_clock>{asio::steady_timer(io)}.slow_down([](boost::system::error_code) {});
}

// bad: chain_without_an_end
class Greeter {
 public:
  void listen() {
    auto hop = asio::deferred([this](boost::system::error_code, std::size_t) { return asio::post(socket_.get_executor(), asio::deferred); });
    asio::async_read_until(socket_, line_, '\n', std::move(hop));  // expect: async-discarded-task
  }

 private:
  asio::ip::tcp::socket socket_;
  asio::streambuf line_;
};
// good: chain_without_an_end
class GoodGreeter {
 public:
  void listen() {
    auto hop = asio::deferred([this](boost::system::error_code, std::size_t) { return asio::post(socket_.get_executor(), asio::deferred); });
    asio::async_read_until(socket_, line_, '\n', std::move(hop))([] {});
  }

 private:
  asio::ip::tcp::socket socket_;
  asio::streambuf line_;
};

// bad: one_part_after_another
void compress(int part);
void pack(asio::io_context& io, int parts) {
  asio::post(io, [parts] {
    for (int part = 0; part < parts; ++part) {
      auto packed = std::async(std::launch::async, compress, part);  // expect: async-discarded-task
    }
  });
}
// good: one_part_after_another
void pack_and_keep(asio::io_context& io, std::vector<std::future<void>>& running, int parts) {
  asio::post(io, [&running, parts] {
    for (int part = 0; part < parts; ++part) {
      auto packed = std::async(std::launch::async, compress, part);
      running.push_back(std::move(packed));
    }
  });
}
