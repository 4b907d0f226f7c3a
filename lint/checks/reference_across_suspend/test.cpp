// Cases of async-reference-across-suspend: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <map>
#include <string>
#include <vector>

#include "lazy_task.h"

namespace asio = boost::asio;

thread_local int depth = 0;

class Rooms {
 public:
  void close(int number) { rooms_.erase(number); }
  void open(std::string name) { names_.push_back(std::move(name)); }

  asio::awaitable<void> bad(int number) {
    auto room = rooms_.find(number);
    if (room == rooms_.end()) co_return;
    co_await wait();
    // expect: 'room' points into 'rooms_', which may have changed
    room->second = "clean";
  }
  asio::awaitable<void> bad_element() {
    std::string& first = names_.front();
    co_await wait();
    // expect: 'first' points into 'names_'
    first += "!";
  }
  asio::awaitable<void> bad_loop() {
    // expect: this loop over 'names_' suspends
    for (const std::string& name : names_) {
      if (!name.empty()) co_await wait();
    }
  }
  asio::awaitable<void> bad_thread_local() {
    int& here = depth;
    co_await wait();
    // expect: 'here' refers to the thread_local 'depth'
    --here;
  }

  asio::awaitable<void> good(int number) {
    co_await wait();
    auto room = rooms_.find(number);
    if (room != rooms_.end()) room->second = "clean";
    co_await wait();
    room = rooms_.find(number);
    if (room != rooms_.end()) room->second = "used";
  }
  asio::awaitable<void> good_copy() {
    const std::string first = names_.front();
    const auto names = names_;
    for (const std::string& name : names) {
      if (name == first) co_await wait();
    }
  }
  asio::awaitable<void> silenced() {
    std::string& first = names_.front();
    co_await wait();
    first += "!";  // NOLINT(async-reference-across-suspend)
  }

 private:
  asio::awaitable<void> wait() { co_await timer_.async_wait(asio::use_awaitable); }

  asio::steady_timer timer_;
  std::map<int, std::string> rooms_;
  std::vector<std::string> names_;
};

#define FIRST(list) list.front()
template <class T>
class Table {
 public:
  void add(T value) { values_.push_back(value); }
  asio::awaitable<void> macro_in_template(asio::steady_timer& timer) {
    T& value = FIRST(values_);
    co_await timer.async_wait(asio::use_awaitable);
    // expect: 'value' points into 'values_'
    value = T();
  }

 private:
  std::vector<T> values_;
};
asio::awaitable<void> instantiated(asio::steady_timer& timer, Table<int>& table) {
  table.add(1);
  co_await table.macro_in_template(timer);
}
