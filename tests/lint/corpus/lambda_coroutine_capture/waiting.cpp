// The closure lives on where the code that made it waits: by spinning on an atomic, or inside of the call that takes the task.
#include "awaiters.h"
#include "cppcoro_shape.h"
#include "lazy_task.h"

#include <atomic>
#include <future>
#include <string>

// bad: spins_on_an_atomic
namespace spins_on_an_atomic_bad {
void start(std::string name) {
  auto greet = [name]() -> Lazy<void> {
    co_await sleep_ms(1);
    if (name.empty()) co_return;
  };
  spawn(greet());  // expect: async-lambda-coroutine-capture
}
}  // namespace spins_on_an_atomic_bad
// good: spins_on_an_atomic
namespace spins_on_an_atomic_good {
void start(std::string name) {
  std::atomic<bool> done = false;
  auto greet = [name, &done]() -> Lazy<void> {
    co_await sleep_ms(1);
    done = !name.empty();
  };
  spawn(greet());
  while (!done.load()) {
  }
}
}  // namespace spins_on_an_atomic_good

// bad: waits_inside
namespace waits_inside_bad {
void check(Lazy<void> task) { spawn(std::move(task)); }
void start(std::string name) {
  check([name]() -> Lazy<void> {  // expect: async-lambda-coroutine-capture
    co_await sleep_ms(1);
    if (name.empty()) co_return;
  }());
}
}  // namespace waits_inside_bad
// good: waits_inside
namespace waits_inside_good {
void check(Lazy<void> task) {
  std::promise<void> done;
  spawn(std::move(task));
  done.get_future().wait();
}
void start(std::string name) {
  check([name]() -> Lazy<void> {
    co_await sleep_ms(1);
    if (name.empty()) co_return;
  }());
}
}  // namespace waits_inside_good
