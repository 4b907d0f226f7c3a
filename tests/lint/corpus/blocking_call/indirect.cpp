// Virtual calls, std::function, function pointers, templates and macros on the way to the blocking call.
#include "awaiters.h"
#include "lazy_task.h"

#include <algorithm>
#include <functional>
#include <unistd.h>
#include <vector>

// bad: final_override
namespace final_override_bad {
struct Store {
  virtual ~Store() = default;
  virtual void flush() = 0;
};
struct SlowStore final : Store {
  void flush() override { sleep(1); }
};
Lazy<void> save(SlowStore& store) {
  store.flush();  // expect: async-blocking-call
  co_return;
}
}  // namespace final_override_bad
// good: final_override
namespace final_override_good {
struct Store {
  virtual ~Store() = default;
  virtual void flush() = 0;
};
struct FastStore final : Store {
  int flushed = 0;
  void flush() override { ++flushed; }
};
Lazy<void> save(FastStore& store) {
  store.flush();
  co_return;
}
}  // namespace final_override_good

// bad: virtual_on_known_object
namespace virtual_on_known_object_bad {
struct Sink {
  virtual ~Sink() = default;
  virtual void put(int) {}
};
struct ThrottledSink : Sink {
  void put(int) override { usleep(10); }
};
Lazy<void> send() {
  ThrottledSink sink;
  sink.put(1);  // expect: async-blocking-call
  co_return;
}
}  // namespace virtual_on_known_object_bad
// good: virtual_on_known_object
namespace virtual_on_known_object_good {
struct Sink {
  virtual ~Sink() = default;
  virtual void put(int) {}
};
struct CountingSink : Sink {
  int count = 0;
  void put(int) override { ++count; }
};
Lazy<void> send() {
  CountingSink sink;
  sink.put(1);
  co_return;
}
}  // namespace virtual_on_known_object_good

// bad: std_function_local
namespace std_function_local_bad {
Lazy<void> run() {
  std::function<void()> step = [] { sleep(1); };
  step();  // expect: async-blocking-call
  co_return;
}
}  // namespace std_function_local_bad
// good: std_function_local
namespace std_function_local_good {
Lazy<void> run() {
  int steps = 0;
  std::function<void()> step = [&steps] { ++steps; };
  step();
  co_return;
}
}  // namespace std_function_local_good

// bad: template_instance
namespace template_instance_bad {
struct Sleeper {
  void operator()() const { sleep(1); }
};
template <class Policy>
void apply(Policy policy) {
  policy();
}
Lazy<void> run() {
  apply(Sleeper{});  // expect: async-blocking-call
  co_return;
}
}  // namespace template_instance_bad
// good: template_instance
namespace template_instance_good {
struct Sleeper {
  void operator()() const { sleep(1); }
};
struct Nothing {
  void operator()() const {}
};
template <class Policy>
void apply(Policy policy) {
  policy();
}
Lazy<void> run() {
  apply(Nothing{});
  co_return;
}
void startup() { apply(Sleeper{}); }
}  // namespace template_instance_good

// bad: coroutine_template
namespace coroutine_template_bad {
template <class T>
Lazy<T> delayed(T value) {
  sleep(2);  // expect: async-blocking-call
  co_return value;
}
Lazy<int> use() { co_return co_await delayed(1); }
}  // namespace coroutine_template_bad
// good: coroutine_template
namespace coroutine_template_good {
template <class T>
Lazy<T> delayed(T value) {
  co_await sleep_ms(2000);
  co_return value;
}
Lazy<int> use() { co_return co_await delayed(1); }
}  // namespace coroutine_template_good

// bad: constexpr_branch
namespace constexpr_branch_bad {
template <bool kThrottle>
Lazy<int> step() {
  if constexpr (kThrottle) {
    usleep(10);  // expect: async-blocking-call
  }
  co_return 1;
}
Lazy<int> use() { co_return co_await step<true>(); }
}  // namespace constexpr_branch_bad
// good: constexpr_branch
namespace constexpr_branch_good {
template <bool kThrottle>
int step() {
  if constexpr (kThrottle) usleep(10);
  return 1;
}
Lazy<int> use() { co_return step<false>(); }
}  // namespace constexpr_branch_good

// bad: macro
#define WAIT_A_SECOND() sleep(1)
namespace macro_bad {
Lazy<void> run() {
  WAIT_A_SECOND();  // expect: async-blocking-call
  co_return;
}
}  // namespace macro_bad
// good: macro
#define WAIT_A_MOMENT() co_await sleep_ms(1)
namespace macro_good {
Lazy<void> run() {
  WAIT_A_MOMENT();
  co_return;
}
}  // namespace macro_good

// bad: algorithm
namespace algorithm_bad {
Lazy<void> run(std::vector<int> delays) {
  std::for_each(delays.begin(), delays.end(), [](int delay) { sleep(delay); });  // expect: async-blocking-call
  co_return;
}
}  // namespace algorithm_bad
// good: algorithm
namespace algorithm_good {
Lazy<int> run(std::vector<int> delays) {
  int sum = 0;
  std::for_each(delays.begin(), delays.end(), [&sum](int delay) { sum += delay; });
  co_return sum;
}
}  // namespace algorithm_good
