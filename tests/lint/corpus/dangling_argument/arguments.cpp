// Temporaries and dying locals bound to reference, view and pointer parameters of a coroutine that outlives them.
#include "awaiters.h"
#include "cppcoro_shape.h"
#include "eager_task.h"
#include "lazy_task.h"
#include "libcoro_shape.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

Lazy<void> by_reference(const std::string& text) {
  co_await sleep_ms(1);
  if (text.empty()) co_return;
}
Lazy<void> by_view(std::string_view text) {
  co_await sleep_ms(1);
  if (text.empty()) co_return;
}
Lazy<void> by_span(std::span<const int> values) {
  co_await sleep_ms(1);
  if (values.empty()) co_return;
}
Lazy<void> by_pointer(int* value) {
  co_await sleep_ms(1);
  ++*value;
}
Lazy<void> by_value(std::string text) {
  co_await sleep_ms(1);
  if (text.empty()) co_return;
}
std::string make_text();

// bad: temporary_reference_spawned
namespace temporary_reference_spawned_bad {
void start() {
  spawn(by_reference(make_text()));  // expect: async-dangling-argument
}
}  // namespace temporary_reference_spawned_bad
// good: temporary_reference_spawned
namespace temporary_reference_spawned_good {
void start() { spawn(by_value(make_text())); }
}  // namespace temporary_reference_spawned_good

// bad: temporary_view_stored
namespace temporary_view_stored_bad {
Lazy<void> run() {
  auto pending = by_view(make_text());  // expect: async-dangling-argument
  co_await pending;
}
}  // namespace temporary_view_stored_bad
// good: temporary_view_stored
namespace temporary_view_stored_good {
Lazy<void> run() {
  co_await by_view(make_text());
  auto pending = by_view("a literal lives for ever");
  co_await pending;
}
}  // namespace temporary_view_stored_good

// bad: implicit_string
namespace implicit_string_bad {
Lazy<void> run() {
  auto pending = by_reference("converted");  // expect: async-dangling-argument
  co_await pending;
}
}  // namespace implicit_string_bad
// good: implicit_string
namespace implicit_string_good {
Lazy<void> run() {
  co_await by_reference("converted");
  const std::string text = "kept";
  auto pending = by_reference(text);
  co_await pending;
}
}  // namespace implicit_string_good

// bad: returned_with_local
namespace returned_with_local_bad {
Lazy<void> run() {
  std::string text = make_text();
  return by_reference(text);  // expect: async-dangling-argument
}
}  // namespace returned_with_local_bad
// good: returned_with_local
namespace returned_with_local_good {
Lazy<void> run() {
  std::string text = make_text();
  co_await by_reference(text);
}
Lazy<void> forward(const std::string& kept_by_caller) { return by_reference(kept_by_caller); }
}  // namespace returned_with_local_good

// bad: span_of_local
namespace span_of_local_bad {
void start() {
  std::vector<int> values{1, 2, 3};
  spawn(by_span(values));  // expect: async-dangling-argument
}
}  // namespace span_of_local_bad
// good: span_of_local
namespace span_of_local_good {
const std::vector<int> kValues{1, 2, 3};
void start() { spawn(by_span(kValues)); }
Lazy<void> run() {
  std::vector<int> values{1, 2, 3};
  co_await by_span(values);
}
}  // namespace span_of_local_good

// bad: pointer_to_local
namespace pointer_to_local_bad {
void start() {
  int count = 0;
  spawn(by_pointer(&count));  // expect: async-dangling-argument
}
}  // namespace pointer_to_local_bad
// good: pointer_to_local
namespace pointer_to_local_good {
void start() {
  static int count = 0;
  spawn(by_pointer(&count));
}
}  // namespace pointer_to_local_good

// bad: assigned_to_outer
namespace assigned_to_outer_bad {
Lazy<void> run(bool long_name) {
  Lazy<void> pending = by_value("start");
  if (long_name) {
    std::string name(100, 'x');
    pending = by_reference(name);  // expect: async-dangling-argument
  }
  co_await pending;
}
}  // namespace assigned_to_outer_bad
// good: assigned_to_outer
namespace assigned_to_outer_good {
Lazy<void> run(bool long_name) {
  std::string name(100, 'x');
  Lazy<void> pending = by_value("start");
  if (long_name) pending = by_reference(name);
  co_await pending;
}
}  // namespace assigned_to_outer_good

// bad: container_of_tasks
namespace container_of_tasks_bad {
Lazy<void> run() {
  std::vector<Lazy<void>> pending;
  for (int i = 0; i < 3; ++i) {
    pending.push_back(by_reference(std::to_string(i)));  // expect: async-dangling-argument
  }
  for (auto& task : pending) co_await task;
}
}  // namespace container_of_tasks_bad
// good: container_of_tasks
namespace container_of_tasks_good {
Lazy<void> run() {
  std::vector<Lazy<void>> pending;
  for (int i = 0; i < 3; ++i) pending.push_back(by_value(std::to_string(i)));
  for (auto& task : pending) co_await task;
}
}  // namespace container_of_tasks_good

// bad: scope_spawn
namespace scope_spawn_bad {
cppcoro::task<> send(const std::string& text) {
  co_await sleep_ms(1);
  if (text.empty()) co_return;
}
void start(cppcoro::async_scope& scope, int id) {
  scope.spawn(send("id " + std::to_string(id)));  // expect: async-dangling-argument
}
}  // namespace scope_spawn_bad
// good: scope_spawn
namespace scope_spawn_good {
cppcoro::task<> send(const std::string& text) {
  co_await sleep_ms(1);
  if (text.empty()) co_return;
}
cppcoro::task<> start(int id) { co_await cppcoro::when_all(send("id " + std::to_string(id)), send("other")); }
void blocking_start(int id) { cppcoro::sync_wait(send("id " + std::to_string(id))); }
}  // namespace scope_spawn_good

// bad: temporary_object
namespace temporary_object_bad {
struct Client {
  std::string host;
  coro::task<> ping() {
    co_await sleep_ms(1);
    if (host.empty()) co_return;
  }
};
coro::task<> run(coro::thread_pool& pool) {
  pool.spawn(Client{make_text()}.ping());  // expect: async-dangling-argument
  co_return;
}
}  // namespace temporary_object_bad
// good: temporary_object
namespace temporary_object_good {
struct Client {
  std::string host;
  coro::task<> ping() {
    co_await sleep_ms(1);
    if (host.empty()) co_return;
  }
};
coro::task<> run() {
  co_await Client{make_text()}.ping();
  Client client{make_text()};
  co_await client.ping();
}
}  // namespace temporary_object_good

// bad: frame_given_away
namespace frame_given_away_bad {
void run(Lazy<void> task) { task.release().resume(); }
void start() {
  std::string text = make_text();
  run(by_reference(text));  // expect: async-dangling-argument
}
}  // namespace frame_given_away_bad
// good: frame_given_away
namespace frame_given_away_good {
void run(Lazy<void> task) { task.start(); }
void start() {
  std::string text = make_text();
  run(by_reference(text));
}
}  // namespace frame_given_away_good

// bad: through_a_std_function
namespace through_a_std_function_bad {
using Formatter = std::function<Lazy<int>(const std::string&)>;
Lazy<int> print(Formatter format, int number) {
  auto text = format(std::to_string(number));  // expect: async-dangling-argument
  co_return co_await std::move(text) + 1;
}
}  // namespace through_a_std_function_bad
// good: through_a_std_function
namespace through_a_std_function_good {
using Formatter = std::function<Lazy<int>(const std::string&)>;
Lazy<int> print(Formatter format, int number) {
  const std::string digits = std::to_string(number);
  auto text = format(digits);
  const int width = co_await std::move(text);
  co_return width + co_await format(std::to_string(width));
}
}  // namespace through_a_std_function_good
