// Coroutines that only pass the work of another one on.
#include "folly_shape.h"
#include "lazy_task.h"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <string_view>
#include <utility>

// bad: fills_a_default_in
namespace fills_a_default_in_bad {
constexpr int kPatienceMs = 250;
Lazy<std::string> look_up(std::string name, int patience_ms);
Lazy<std::string> look_up(std::string name) {  // expect: async-unnecessary-coroutine
  co_return co_await look_up(std::move(name), kPatienceMs);
}
}  // namespace fills_a_default_in_bad
// good: fills_a_default_in
namespace fills_a_default_in_good {
constexpr int kPatienceMs = 250;
Lazy<std::string> look_up(const std::string& name, const int& patience_ms);
Lazy<std::string> look_up(std::string name) {
  co_return co_await look_up(name, kPatienceMs);
}
Lazy<std::string> look_up_now(std::string name) {
  const int patience_ms = kPatienceMs / 10;
  co_return co_await look_up(name, patience_ms);
}
}  // namespace fills_a_default_in_good

// bad: older_name_of_a_method
namespace older_name_of_a_method_bad {
class Ledger {
 public:
  boost::asio::awaitable<void> append(std::string line);
  boost::asio::awaitable<void> add(std::string line) {  // expect: async-unnecessary-coroutine
    co_return co_await append(std::move(line));
  }
};
}  // namespace older_name_of_a_method_bad
// good: older_name_of_a_method
namespace older_name_of_a_method_good {
class Book {
 public:
  virtual ~Book() = default;
  virtual boost::asio::awaitable<void> add(std::string line) = 0;
};
class Ledger : public Book {
 public:
  boost::asio::awaitable<void> append(std::string line);
  boost::asio::awaitable<void> add(std::string line) override {
    co_return co_await append(std::move(line));
  }
};
}  // namespace older_name_of_a_method_good

// bad: chooses_an_instance
namespace chooses_an_instance_bad {
template <class Key>
folly::coro::Task<long> count_of(const Key& key, bool exact);
template <class Key>
folly::coro::Task<long> estimate(const Key& key) {  // expect: async-unnecessary-coroutine
  co_return co_await count_of<Key>(key, false);
}
folly::coro::Task<bool> is_rare(const std::string& word) { co_return co_await estimate(word) < 10; }
}  // namespace chooses_an_instance_bad
// good: chooses_an_instance
namespace chooses_an_instance_good {
template <class Key>
folly::coro::Task<int> count_of(const Key& key, bool exact);
template <class Key>
folly::coro::Task<long> estimate(const Key& key) {
  co_return co_await count_of<Key>(key, false);
}
folly::coro::Task<bool> is_rare(const std::string& word) { co_return co_await estimate(word) < 10; }
}  // namespace chooses_an_instance_good

// bad: text_for_a_view
namespace text_for_a_view_bad {
folly::coro::Task<int> look_up(std::string_view name, int patience_ms);
folly::coro::Task<int> look_up(std::string_view name) {  // expect: async-unnecessary-coroutine
  co_return co_await look_up(name, 50);
}
}  // namespace text_for_a_view_bad
// good: text_for_a_view
namespace text_for_a_view_good {
folly::coro::Task<int> look_up(std::string_view name, int patience_ms);
folly::coro::Task<int> look_up(std::string name) { co_return co_await look_up(name, 50); }
}  // namespace text_for_a_view_good
