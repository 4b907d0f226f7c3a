// Closures that die at the end of a longer expression, of a round or of a call.
#include "awaiters.h"
#include "cobalt_shape.h"
#include "folly_shape.h"
#include "lazy_task.h"
#include "qcoro_shape.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

// bad: scheduled_and_started
namespace scheduled_and_started_bad {
folly::coro::Task<void> store(std::string key, int value);
void store_later(folly::Executor& executor, std::map<std::string, int> values) {
  for (const auto& [key, value] : values) {
    auto storing = [name = key, number = value]() -> folly::coro::Task<void> {  // expect: async-lambda-coroutine-capture
      co_await store(name, number);
      co_await store(name + ".bak", number);
    }();
    std::move(storing).scheduleOn(&executor).start();
  }
}
}  // namespace scheduled_and_started_bad
// good: scheduled_and_started
namespace scheduled_and_started_good {
folly::coro::Task<void> store(std::string key, int value);
void store_later(folly::Executor& executor, std::map<std::string, int> values) {
  for (const auto& [key, value] : values) {
    auto storing = [](std::string name, int number) -> folly::coro::Task<void> {
      co_await store(name, number);
      co_await store(name + ".bak", number);
    }(key, value);
    std::move(storing).scheduleOn(&executor).start();
  }
}
}  // namespace scheduled_and_started_good

// bad: closure_of_one_round
namespace closure_of_one_round_bad {
Lazy<int> ask(int station);
Lazy<int> sum_of(int stations) {
  std::vector<Lazy<int>> answers;
  for (int station = 0; station < stations; ++station) {
    const auto twice = [station]() -> Lazy<int> { co_return 2 * co_await ask(station); };
    answers.push_back(twice());  // expect: async-lambda-coroutine-capture
  }
  int sum = 0;
  for (auto& answer : answers) sum += co_await answer;
  co_return sum;
}
}  // namespace closure_of_one_round_bad
// good: closure_of_one_round
namespace closure_of_one_round_good {
Lazy<int> ask(int station);
Lazy<int> sum_of(int stations) {
  std::vector<Lazy<int>> answers;
  const int factor = 2;
  const auto scaled = [factor](int station) -> Lazy<int> { co_return factor* co_await ask(station); };
  for (int station = 0; station < stations; ++station) answers.push_back(scaled(station));
  int sum = 0;
  for (auto& answer : answers) sum += co_await answer;
  co_return sum;
}
}  // namespace closure_of_one_round_good

// bad: button_of_a_window
namespace button_of_a_window_bad {
class Window {
 public:
  void on_click() {
    auto text = std::to_string(++clicks_);
    titles_.push_back([this, text]() -> QCoro::Task<void> {  // expect: async-lambda-coroutine-capture
      co_await sleep_ms(200);
      title_ = text;
    }());
  }

 private:
  std::vector<QCoro::Task<void>> titles_;
  int clicks_ = 0;
  std::string title_;
};
}  // namespace button_of_a_window_bad
// good: button_of_a_window
namespace button_of_a_window_good {
class Window {
 public:
  void on_click() { titles_.push_back(show_later(std::to_string(++clicks_))); }

 private:
  std::vector<QCoro::Task<void>> titles_;
  QCoro::Task<void> show_later(std::string text) {
    co_await sleep_ms(200);
    title_ = std::move(text);
  }
  int clicks_ = 0;
  std::string title_;
};
}  // namespace button_of_a_window_good

// bad: promise_with_a_plus
namespace promise_with_a_plus_bad {
template <class Message>
void send_soon(Message message, int delay_ms) {
  +[message, delay_ms]() -> boost::cobalt::promise<void> {  // expect: async-lambda-coroutine-capture
    co_await sleep_ms(delay_ms);
    message.send();
  }();
}
struct Mail {
  std::string text;
  void send() const;
};
void send_mail() { send_soon(Mail{"hello"}, 5); }
}  // namespace promise_with_a_plus_bad
// good: promise_with_a_plus
namespace promise_with_a_plus_good {
template <class Message>
void send_soon(Message message, int delay_ms) {
  +[](Message kept, int pause_ms) -> boost::cobalt::promise<void> {
    co_await sleep_ms(pause_ms);
    kept.send();
  }(std::move(message), delay_ms);
}
struct Mail {
  std::string text;
  void send() const;
};
void send_mail() { send_soon(Mail{"hello"}, 5); }
}  // namespace promise_with_a_plus_good
