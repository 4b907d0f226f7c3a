// Cases of async-lambda-coroutine-capture: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include "awaiters.h"
#include "lazy_task.h"

void bad(int id) {
  // expect: this lambda is a coroutine whose captures die at the end of this statement
  spawn([id]() -> Lazy<void> { co_await sleep_ms(id); }());
}
Lazy<void> bad_named(int id) {
  auto body = [id]() -> Lazy<void> { co_await sleep_ms(id); };
  // expect: the lambda 'body' is a coroutine whose captures die when this function returns
  return body();
}

Lazy<void> good(int id) {
  spawn([](int given) -> Lazy<void> { co_await sleep_ms(given); }(id));
  co_await [id]() -> Lazy<void> { co_await sleep_ms(id); }();
  auto body = [id]() -> Lazy<void> { co_await sleep_ms(id); };
  co_await body();
}

void silenced(int id) {
  spawn([id]() -> Lazy<void> { co_await sleep_ms(id); }());  // NOLINT(async-lambda-coroutine-capture)
}

#define GO(task) spawn(task)
void macro(int id) {
  // expect: this lambda is a coroutine whose captures
  GO([id]() -> Lazy<void> { co_await sleep_ms(id); }());
}

template <class T>
void in_template(T id) {
  // expect: this lambda is a coroutine whose captures
  spawn([id]() -> Lazy<void> { co_await sleep_ms(id); }());
}
void instantiated() { in_template(1); }
