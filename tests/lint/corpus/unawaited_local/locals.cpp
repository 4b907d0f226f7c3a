// A task kept in a local that on some path is neither awaited, returned, moved nor handed over.
#include "awaiters.h"
#include "cppcoro_shape.h"
#include "eager_task.h"
#include "lazy_task.h"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <utility>
#include <vector>

Lazy<int> fetch(int id) { co_return id; }
Lazy<void> save() { co_return; }
Eager<int> warm_up() { co_return 1; }

// bad: never_used
namespace never_used_bad {
Lazy<void> run() {
  auto pending = save();  // expect: async-unawaited-local
  co_return;
}
}  // namespace never_used_bad
// good: never_used
namespace never_used_good {
Lazy<void> run() {
  auto pending = save();
  co_await sleep_ms(1);
  co_await std::move(pending);
}
}  // namespace never_used_good

// bad: early_return
namespace early_return_bad {
Lazy<int> run(bool stop) {
  auto pending = fetch(1);  // expect: async-unawaited-local
  if (stop) co_return 0;
  co_return co_await pending;
}
}  // namespace early_return_bad
// good: early_return
namespace early_return_good {
Lazy<int> run(bool stop) {
  if (stop) co_return 0;
  auto pending = fetch(1);
  co_return co_await pending;
}
}  // namespace early_return_good

// bad: one_branch
namespace one_branch_bad {
Lazy<int> run(int n) {
  Lazy<int> pending = fetch(n);  // expect: async-unawaited-local
  int result = 0;
  if (n > 3) result = co_await pending;
  co_return result;
}
}  // namespace one_branch_bad
// good: one_branch
namespace one_branch_good {
Lazy<int> run(int n) {
  Lazy<int> pending = fetch(n);
  int result = 0;
  if (n > 3) {
    result = co_await pending;
  } else {
    result = 1 + co_await pending;
  }
  co_return result;
}
}  // namespace one_branch_good

// bad: in_plain_function
namespace in_plain_function_bad {
int run() {
  cppcoro::task<> pending = [](int) -> cppcoro::task<> { co_return; }(1);  // expect: async-unawaited-local
  return 1;
}
}  // namespace in_plain_function_bad
// good: in_plain_function
namespace in_plain_function_good {
void run(cppcoro::async_scope& scope) {
  cppcoro::task<> pending = [](int) -> cppcoro::task<> { co_return; }(1);
  scope.spawn(std::move(pending));
}
}  // namespace in_plain_function_good

// bad: container
namespace container_bad {
Lazy<void> run() {
  std::vector<Lazy<void>> pending;  // expect: async-unawaited-local
  for (int i = 0; i < 3; ++i) pending.push_back(save());
  co_return;
}
}  // namespace container_bad
// good: container
namespace container_good {
Lazy<void> run() {
  std::vector<Lazy<void>> pending;
  for (int i = 0; i < 3; ++i) pending.push_back(save());
  for (auto& task : pending) co_await task;
}
}  // namespace container_good

// bad: eager_local
namespace eager_local_bad {
Lazy<void> run() {
  Eager<int> warming = warm_up();  // expect: async-unawaited-local
  co_await sleep_ms(1);
}
}  // namespace eager_local_bad
// good: eager_local
namespace eager_local_good {
Lazy<int> run() {
  Eager<int> warming = warm_up();
  co_await sleep_ms(1);
  co_return co_await warming;
}
}  // namespace eager_local_good

// bad: asio_local
namespace asio_local_bad {
boost::asio::awaitable<int> child() { co_return 1; }
boost::asio::awaitable<int> run() {
  auto pending = child();  // expect: async-unawaited-local
  co_return 2;
}
}  // namespace asio_local_bad
// good: asio_local
namespace asio_local_good {
boost::asio::awaitable<int> child() { co_return 1; }
boost::asio::awaitable<int> run() {
  auto pending = child();
  co_return co_await std::move(pending);
}
}  // namespace asio_local_good

// bad: second_of_two
namespace second_of_two_bad {
Lazy<int> run() {
  auto first = fetch(1);  // expect: async-unawaited-local
  auto second = fetch(2);
  co_return co_await second;
}
}  // namespace second_of_two_bad
// good: second_of_two
namespace second_of_two_good {
Lazy<int> finish(Lazy<int>& task) { co_return co_await task; }
Lazy<int> run() {
  auto first = fetch(1);
  co_return co_await finish(first);
}
}  // namespace second_of_two_good

// bad: awaited_in_lambda
namespace awaited_in_lambda_bad {
Lazy<int> run() {
  auto pending = fetch(3);  // expect: async-unawaited-local
  auto unrelated = [] { return 2; };
  co_return unrelated();
}
}  // namespace awaited_in_lambda_bad
// good: awaited_in_lambda
namespace awaited_in_lambda_good {
Lazy<int> run() {
  auto pending = fetch(3);
  auto later = [&pending]() -> Lazy<int> { co_return co_await pending; };
  co_return co_await later();
}
}  // namespace awaited_in_lambda_good
