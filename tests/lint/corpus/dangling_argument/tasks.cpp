// What is given by reference, view or list to tasks that are scheduled, kept as members or made by templates.
#include "awaiters.h"
#include "cppcoro_shape.h"
#include "folly_shape.h"
#include "lazy_task.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// bad: scheduled_with_a_temporary
namespace scheduled_with_a_temporary_bad {
struct Row {
  int number;
  std::string text;
};
folly::coro::Task<void> insert(const Row& row) {
  co_await sleep_ms(row.number);
  if (row.text.empty()) co_return;
}
void insert_all(folly::Executor& executor, const std::vector<std::string>& texts) {
  int number = 0;
  for (const auto& text : texts) {
    insert(Row{++number, text}).scheduleOn(&executor).start();  // expect: async-dangling-argument
  }
}
}  // namespace scheduled_with_a_temporary_bad
// good: scheduled_with_a_temporary
namespace scheduled_with_a_temporary_good {
struct Row {
  int number;
  std::string text;
};
folly::coro::Task<void> insert(Row row) {
  co_await sleep_ms(row.number);
  if (row.text.empty()) co_return;
}
void insert_all(folly::Executor& executor, const std::vector<std::string>& texts) {
  int number = 0;
  for (const auto& text : texts) insert(Row{++number, text}).scheduleOn(&executor).start();
}
}  // namespace scheduled_with_a_temporary_good

// bad: kept_as_a_member
namespace kept_as_a_member_bad {
class Deck {
 public:
  void deal(int player, bool open) {
    std::string name = "player " + std::to_string(player);
    if (open) name += '*';
    hands_.emplace(player, show(name, open));  // expect: async-dangling-argument
  }

 private:
  Lazy<void> show(std::string_view name, bool open) {
    co_await sleep_ms(open ? 1 : 2);
    shown_ += name;
  }
  std::map<int, Lazy<void>> hands_;
  std::string shown_;
};
}  // namespace kept_as_a_member_bad
// good: kept_as_a_member
namespace kept_as_a_member_good {
class Deck {
 public:
  void deal(int player, bool open) {
    std::string name = "player " + std::to_string(player);
    if (open) name += '*';
    hands_.emplace(player, show(std::move(name), open));
  }

 private:
  Lazy<void> show(std::string name, bool open) {
    co_await sleep_ms(open ? 1 : 2);
    shown_ += name;
  }
  std::map<int, Lazy<void>> hands_;
  std::string shown_;
};
}  // namespace kept_as_a_member_good

// bad: moved_into_a_reference
namespace moved_into_a_reference_bad {
template <class Bytes>
cppcoro::task<> send(Bytes&& bytes, int times) {
  while (times-- > 0) {
    co_await sleep_ms(1);
    if (bytes.empty()) co_return;
  }
}
void broadcast(cppcoro::async_scope& scope, int listeners) {
  do {
    std::vector<char> bytes(16, 'x');
    scope.spawn(send(std::move(bytes), 3));  // expect: async-dangling-argument
  } while (--listeners > 0);
}
}  // namespace moved_into_a_reference_bad
// good: moved_into_a_reference
namespace moved_into_a_reference_good {
template <class Bytes>
cppcoro::task<> send(Bytes bytes, int times) {
  while (times-- > 0) {
    co_await sleep_ms(1);
    if (bytes.empty()) co_return;
  }
}
void broadcast(cppcoro::async_scope& scope, int listeners) {
  do {
    std::vector<char> bytes(16, 'x');
    scope.spawn(send(std::move(bytes), 3));
  } while (--listeners > 0);
}
}  // namespace moved_into_a_reference_good
