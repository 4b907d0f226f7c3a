// Locks that are taken in a condition, by a helper, in a loop or around a co_yield.
#include "awaiters.h"
#include "cppcoro_shape.h"
#include "folly_shape.h"
#include "lazy_task.h"

#include <coroutine>
#include <deque>
#include <exception>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <utility>
#include <vector>

// bad: taken_in_a_condition
namespace taken_in_a_condition_bad {
class Counter {
 public:
  cppcoro::task<int> next() {
    if (std::scoped_lock lock(mutex_); ++value_ > 9) {
      co_await sleep_ms(value_);  // expect: async-lock-across-suspend
      value_ = 0;
    }
    co_return value_;
  }

 private:
  std::recursive_mutex mutex_;
  int value_ = 0;
};
}  // namespace taken_in_a_condition_bad
// good: taken_in_a_condition
namespace taken_in_a_condition_good {
class Counter {
 public:
  cppcoro::task<int> next() {
    int pause_ms = 0;
    if (std::scoped_lock lock(mutex_); ++value_ > 9) pause_ms = std::exchange(value_, 0);
    if (pause_ms > 0) co_await sleep_ms(pause_ms);
    co_return pause_ms;
  }

 private:
  std::recursive_mutex mutex_;
  int value_ = 0;
};
}  // namespace taken_in_a_condition_good

// bad: helper_gives_the_guard
namespace helper_gives_the_guard_bad {
class Accounts {
 public:
  folly::coro::Task<void> book(int amount) {
    const auto held = locked();
    sum_ += amount;
    co_await write_down(sum_);  // expect: async-lock-across-suspend
  }

 private:
  std::unique_lock<std::shared_mutex> locked() { return std::unique_lock<std::shared_mutex>(mutex_); }
  folly::coro::Task<void> write_down(int sum);
  std::shared_mutex mutex_;
  int sum_ = 0;
};
}  // namespace helper_gives_the_guard_bad
// good: helper_gives_the_guard
namespace helper_gives_the_guard_good {
class Accounts {
 public:
  folly::coro::Task<void> book(int amount) {
    auto held = locked();
    const int sum = sum_ += amount;
    held.unlock();
    co_await write_down(sum);
  }

 private:
  std::unique_lock<std::shared_mutex> locked() { return std::unique_lock<std::shared_mutex>(mutex_); }
  folly::coro::Task<void> write_down(int sum);
  std::shared_mutex mutex_;
  int sum_ = 0;
};
}  // namespace helper_gives_the_guard_good

// bad: locked_again_each_round
namespace locked_again_each_round_bad {
Lazy<void> deliver(std::string letter);
template <class Mutex>
Lazy<int> deliver_all(Mutex& mutex, std::deque<std::string>& letters) {
  int delivered = 0;
  mutex.lock();
  while (!letters.empty()) {
    auto letter = std::move(letters.front());
    letters.pop_front();
    mutex.unlock();
    if (!letter.empty()) ++delivered;
    mutex.lock();
    co_await deliver(std::move(letter));  // expect: async-lock-across-suspend
  }
  mutex.unlock();
  co_return delivered;
}
Lazy<int> deliver_some(std::timed_mutex& mutex, std::deque<std::string>& letters) { co_return 1 + co_await deliver_all(mutex, letters); }
}  // namespace locked_again_each_round_bad
// good: locked_again_each_round
namespace locked_again_each_round_good {
Lazy<void> deliver(std::string letter);
template <class Mutex>
Lazy<int> deliver_all(Mutex& mutex, std::deque<std::string>& letters) {
  int delivered = 0;
  mutex.lock();
  while (!letters.empty()) {
    auto letter = std::move(letters.front());
    letters.pop_front();
    mutex.unlock();
    co_await deliver(std::move(letter));
    ++delivered;
    mutex.lock();
  }
  mutex.unlock();
  co_return delivered;
}
Lazy<int> deliver_some(std::timed_mutex& mutex, std::deque<std::string>& letters) { co_return 1 + co_await deliver_all(mutex, letters); }
}  // namespace locked_again_each_round_good

// bad: yielded_under_a_lock
namespace yielded_under_a_lock_bad {
struct Names {
  struct promise_type {
    const std::string* name = nullptr;
    Names get_return_object() { return {}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(const std::string& next) noexcept {
      name = &next;
      return {};
    }
    void return_void() noexcept {}
    void unhandled_exception() { std::terminate(); }
  };
};
class Guests {
 public:
  Names names() {
    std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& name : names_) {
      co_yield name;  // expect: async-lock-across-suspend
    }
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> names_;
};
}  // namespace yielded_under_a_lock_bad
// good: yielded_under_a_lock
namespace yielded_under_a_lock_good {
struct Names {
  struct promise_type {
    const std::string* name = nullptr;
    Names get_return_object() { return {}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(const std::string& next) noexcept {
      name = &next;
      return {};
    }
    void return_void() noexcept {}
    void unhandled_exception() { std::terminate(); }
  };
};
class Guests {
 public:
  Names names() {
    const std::vector<std::string> names = copy();
    for (const auto& name : names) {
      co_yield name;
    }
  }

 private:
  std::vector<std::string> copy() {
    std::lock_guard<std::mutex> lock(mutex_);
    return names_;
  }
  std::mutex mutex_;
  std::vector<std::string> names_;
};
}  // namespace yielded_under_a_lock_good
