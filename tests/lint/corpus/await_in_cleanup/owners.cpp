// What owners do at their end: shake hands, drain, say goodbye.
#include "cppcoro_shape.h"
#include "folly_shape.h"
#include "qcoro_shape.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// bad: drained_one_by_one
template <class Item>
class Outbox {
 public:
  ~Outbox() {
    while (!items_.empty()) {
      folly::coro::blockingWait(deliver(std::move(items_.back())));  // expect: async-await-in-cleanup
      items_.pop_back();
    }
  }
  void put(Item item) { items_.push_back(std::move(item)); }

 private:
  folly::coro::Task<bool> deliver(Item item);
  std::vector<Item> items_;
};
void use_outbox() { Outbox<int>().put(1); }
// good: drained_one_by_one
template <class Item>
class DrainedOutbox {
 public:
  folly::coro::Task<void> drain() {
    while (!items_.empty()) {
      co_await deliver(std::move(items_.back()));
      items_.pop_back();
    }
  }
  void put(Item item) { items_.push_back(std::move(item)); }

 private:
  folly::coro::Task<bool> deliver(Item item);
  std::vector<Item> items_;
};
void use_drained_outbox() { DrainedOutbox<int>().put(1); }

// bad: guard_in_a_coroutine
struct Transaction {
  cppcoro::task<> roll_back();
  cppcoro::task<> commit();
  bool committed = false;
};
struct RollsBack {
  Transaction& transaction;
  ~RollsBack() {
    if (!transaction.committed) cppcoro::sync_wait(transaction.roll_back());  // expect: async-await-in-cleanup
  }
};
cppcoro::task<> transfer(Transaction& transaction) {
  RollsBack guard{transaction};  // expect: async-sync-wait
  co_await transaction.commit();
  transaction.committed = true;
}
// good: guard_in_a_coroutine
cppcoro::task<> transfer_well(Transaction& transaction) {
  std::exception_ptr error;
  try {
    co_await transaction.commit();
    transaction.committed = true;
  } catch (...) {
    error = std::current_exception();
  }
  if (!transaction.committed) co_await transaction.roll_back();
  if (error) std::rethrow_exception(error);
}

// bad: farewell_is_spawned
class Customer {
 public:
  explicit Customer(tcp::socket socket) : socket_(std::move(socket)) {}
  ~Customer() {
    asio::co_spawn(
        socket_.get_executor(),
        [this]() -> asio::awaitable<void> {  // expect: async-await-in-cleanup
          co_await asio::async_write(socket_, asio::buffer("quit\n", 5), asio::use_awaitable);
          socket_.close();
        },
        [](std::exception_ptr) {});
  }

 private:
  tcp::socket socket_;
};
// good: farewell_is_spawned
class PoliteCustomer {
 public:
  explicit PoliteCustomer(tcp::socket socket) : socket_(std::move(socket)) {}
  ~PoliteCustomer() {
    const auto executor = socket_.get_executor();
    asio::co_spawn(executor, say_goodbye(std::move(socket_)), [](std::exception_ptr) {});
  }

 private:
  static asio::awaitable<void> say_goodbye(tcp::socket socket) {
    co_await asio::async_write(socket, asio::buffer("quit\n", 5), asio::use_awaitable);
    socket.close();
  }
  tcp::socket socket_;
};

// bad: bound_to_a_timer
class Lamp {
 public:
  explicit Lamp(asio::steady_timer& dusk) : dusk_(dusk) {}
  ~Lamp() {
    dusk_.expires_after(std::chrono::seconds(5));
    dusk_.async_wait(std::bind(&Lamp::fade, this, std::placeholders::_1));  // expect: async-await-in-cleanup
  }

 private:
  void fade(const error_code& error) {
    if (!error) --light_;
  }
  asio::steady_timer& dusk_;
  int light_ = 10;
};
// good: bound_to_a_timer
class WiredLamp {
 public:
  explicit WiredLamp(asio::io_context& io) : dusk_(io), wire_([&io] { io.run(); }) {}
  ~WiredLamp() {
    dusk_.async_wait(std::bind(&WiredLamp::fade, this, std::placeholders::_1));
    wire_.join();
  }

 private:
  void fade(const error_code& error) {
    if (!error) --light_;
  }
  asio::steady_timer dusk_;
  std::thread wire_;
  int light_ = 10;
};

// bad: settings_are_stored
class Settings {
 public:
  ~Settings() {
    auto storing = store();
    QCoro::waitFor(storing);  // expect: async-await-in-cleanup
  }
  QCoro::Task<void> store();
};
// good: settings_are_stored
class StoredSettings {
 public:
  ~StoredSettings() {
    if (changed_) warn();
  }
  QCoro::Task<void> store();
  void close() { QCoro::waitFor(store()); }

 private:
  static void warn();
  bool changed_ = false;
};
