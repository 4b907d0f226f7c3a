// A generator is asked for its values; there is nothing to await in it, and dropping it loses nothing.
#include "lazy_task.h"

#include <coroutine>

struct Numbers {
  struct promise_type {
    Numbers get_return_object() { return {}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int) noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  int* begin();
  int* end();
};

Numbers count() { co_yield 1; }
Lazy<int> compute() { co_return 1; }

// bad: generator
namespace generator_bad {
void forget() {
  Lazy<int> task = compute();  // expect: async-unawaited-local
}
}  // namespace generator_bad
// good: generator
namespace generator_good {
void forget() {
  Numbers numbers = count();
  count();
}
}  // namespace generator_good
