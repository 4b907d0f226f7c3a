// The dropped call does not look like one: comma, conditional, loops, macros, templates, members, awaiters that are no tasks.
#include "awaiters.h"
#include "eager_task.h"
#include "lazy_task.h"

#include <functional>
#include <memory>
#include <utility>
#include <vector>

// bad: comma
namespace comma_bad {
Lazy<int> step() { co_return 1; }
Lazy<int> run(int n) {
  int result = (step(), n + 1);  // expect: async-unawaited-coroutine
  co_return result;
}
}  // namespace comma_bad
// good: comma
namespace comma_good {
Lazy<int> step() { co_return 1; }
Lazy<int> run(int n) {
  int result = (co_await step(), n + 1);
  co_return result;
}
}  // namespace comma_good

// bad: conditional
namespace conditional_bad {
Lazy<void> left() { co_return; }
Lazy<void> right() { co_return; }
Lazy<void> run(bool go_left) {
  go_left ? left() : right();  // expect: async-unawaited-coroutine
  co_return;
}
}  // namespace conditional_bad
// good: conditional
namespace conditional_good {
Lazy<void> left() { co_return; }
Lazy<void> right() { co_return; }
Lazy<void> run(bool go_left) { co_await (go_left ? left() : right()); }
}  // namespace conditional_good

// bad: loop_header
namespace loop_header_bad {
Lazy<void> tick() { co_return; }
Lazy<void> run() {
  for (int i = 0; i < 3; ++i, tick()) {  // expect: async-unawaited-coroutine
    co_await sleep_ms(1);
  }
}
}  // namespace loop_header_bad
// good: loop_header
namespace loop_header_good {
Lazy<void> tick() { co_return; }
Lazy<void> run() {
  for (int i = 0; i < 3; ++i) co_await tick();
}
}  // namespace loop_header_good

// bad: member_call
namespace member_call_bad {
struct Session {
  Lazy<void> close() { co_return; }
};
struct Server {
  std::vector<std::unique_ptr<Session>> sessions;
  ~Server() {
    for (auto& session : sessions) session->close();  // expect: async-unawaited-coroutine
  }
};
}  // namespace member_call_bad
// good: member_call
namespace member_call_good {
struct Session {
  Lazy<void> close() { co_return; }
};
struct Server {
  std::vector<std::unique_ptr<Session>> sessions;
  Lazy<void> stop() {
    for (auto& session : sessions) co_await session->close();
  }
};
}  // namespace member_call_good

// bad: virtual_member
namespace virtual_member_bad {
struct Plugin {
  virtual ~Plugin() = default;
  virtual Lazy<void> unload() = 0;
};
void unload_all(std::vector<Plugin*>& plugins) {
  for (auto* plugin : plugins) plugin->unload();  // expect: async-unawaited-coroutine
}
}  // namespace virtual_member_bad
// good: virtual_member
namespace virtual_member_good {
struct Plugin {
  virtual ~Plugin() = default;
  virtual Lazy<void> unload() = 0;
};
void unload_all(std::vector<Plugin*>& plugins) {
  for (auto* plugin : plugins) spawn(plugin->unload());
}
}  // namespace virtual_member_good

// bad: forwarding_function
namespace forwarding_function_bad {
Lazy<int> inner(int n) { co_return n; }
Lazy<int> outer(int n) { return inner(n + 1); }
void run() {
  outer(1);  // expect: async-unawaited-coroutine
}
}  // namespace forwarding_function_bad
// good: forwarding_function
namespace forwarding_function_good {
Lazy<int> inner(int n) { co_return n; }
Lazy<int> outer(int n) { return inner(n + 1); }
Lazy<int> run() { co_return co_await outer(1); }
}  // namespace forwarding_function_good

// bad: macro
#define LOG_ASYNC(text) log_line(text)
namespace macro_bad {
Lazy<void> log_line(const char*) { co_return; }
Lazy<void> run() {
  LOG_ASYNC("started");  // expect: async-unawaited-coroutine
  co_return;
}
}  // namespace macro_bad
// good: macro
namespace macro_good {
Lazy<void> log_line(const char*) { co_return; }
Lazy<void> run() { co_await LOG_ASYNC("started"); }
}  // namespace macro_good

// bad: in_template
namespace in_template_bad {
template <class T>
Lazy<void> publish(T) {
  co_return;
}
template <class T>
Lazy<void> run(T value) {
  publish(value);  // expect: async-unawaited-coroutine
  co_return;
}
Lazy<void> use() { co_await run(1); }
}  // namespace in_template_bad
// good: in_template
namespace in_template_good {
template <class T>
Lazy<void> publish(T) {
  co_return;
}
template <class T>
Lazy<void> run(T value) {
  co_await publish(value);
}
Lazy<void> use() { co_await run(1); }
}  // namespace in_template_good

// bad: bare_awaiter
namespace bare_awaiter_bad {
Lazy<void> pause() {
  sleep_ms(50);  // expect: async-unawaited-coroutine
  co_return;
}
}  // namespace bare_awaiter_bad
// good: bare_awaiter
namespace bare_awaiter_good {
Lazy<void> pause() { co_await sleep_ms(50); }
}  // namespace bare_awaiter_good

// bad: immediately_invoked_lambda
namespace immediately_invoked_lambda_bad {
void start() {
  []() -> Lazy<void> { co_return; }();  // expect: async-unawaited-coroutine
}
}  // namespace immediately_invoked_lambda_bad
// good: immediately_invoked_lambda
namespace immediately_invoked_lambda_good {
void start() {
  []() -> Detached { co_return; }();
  spawn([]() -> Lazy<void> { co_return; }());
}
}  // namespace immediately_invoked_lambda_good

// bad: logical_and
namespace logical_and_bad {
struct Job {
  explicit operator bool() const { return true; }
};
Lazy<void> step() { co_return; }
void run(bool wanted) {
  wanted && (step(), true);  // expect: async-unawaited-coroutine
}
}  // namespace logical_and_bad
// good: logical_and
namespace logical_and_good {
Lazy<bool> step() { co_return true; }
Lazy<bool> run(bool wanted) { co_return wanted && co_await step(); }
}  // namespace logical_and_good
