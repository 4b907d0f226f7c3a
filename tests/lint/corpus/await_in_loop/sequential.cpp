// Loops that wait for one element after another, though no round needs what another one got.
#include "cppcoro_shape.h"
#include "folly_shape.h"
#include "lazy_task.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

// bad: sizes_are_collected
cppcoro::task<int> size_of(const std::string& file);
template <class Files>
cppcoro::task<std::vector<int>> measure(const Files& files) {
  std::vector<int> sizes;
  sizes.reserve(files.size());
  for (const auto& file : files) {
    sizes.push_back(co_await size_of(file));  // expect: async-await-in-loop
  }
  co_return sizes;
}
cppcoro::task<int> measure_two() { co_return (co_await measure(std::vector<std::string>{"a", "b"})).front(); }
// good: sizes_are_collected
cppcoro::task<int> size_of_copy(std::string file);
cppcoro::task<std::vector<int>> measure_together(const std::vector<std::string>& files) {
  std::vector<cppcoro::task<int>> measuring;
  for (const auto& file : files) measuring.push_back(size_of_copy(file));
  std::vector<int> sizes;
  for (auto& size : measuring) sizes.push_back(co_await std::move(size));
  co_return sizes;
}

// bad: own_method_in_a_branch
class Fleet {
 public:
  struct Ship {
    int number;
    bool docked;
  };
  folly::coro::Task<int> recall(std::vector<Ship> ships) {
    int called = 0;
    for (const Ship& ship : ships) {
      if (ship.docked) continue;
      co_await call_home(ship.number);  // expect: async-await-in-loop
      ++called;
    }
    co_return called;
  }

 private:
  folly::coro::Task<void> call_home(int number);
};
// good: own_method_in_a_branch
class CarefulFleet {
 public:
  struct Ship {
    int number;
    bool docked;
  };
  folly::coro::Task<int> recall(std::vector<Ship> ships) {
    int called = 0;
    for (const Ship& ship : ships) {
      if (ship.docked) continue;
      if (co_await answers(ship.number)) break;
      ++called;
    }
    co_return called;
  }

 private:
  folly::coro::Task<bool> answers(int number);
};

// bad: counted_in_a_condition
Lazy<bool> ping(const std::string& host, int port);
Lazy<int> count_alive(std::map<std::string, int> nodes) {
  int alive = 0;
  for (const auto& node : nodes) {
    if (node.second != 0 && co_await ping(node.first, node.second)) ++alive;  // expect: async-await-in-loop
  }
  co_return alive;
}
// good: counted_in_a_condition
Lazy<int> count_alive_together(std::map<std::string, int> nodes) {
  std::vector<Lazy<bool>> pings;
  for (const auto& [host, port] : nodes) {
    pings.push_back(ping(host, port));
    pings.back().start();
  }
  int alive = 0;
  for (auto& answer : pings) alive += co_await answer;
  co_return alive;
}
