// Cases of async-unused-suppression: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
// checks: async-*
#include "lazy_task.h"

Lazy<int> load();

Lazy<int> awaited() {
  // expect: this comment silences nothing: 'async-unawaited-coroutine' finds nothing here
  const int value = co_await load();  // NOLINT(async-unawaited-coroutine)
  co_return value;
}

Lazy<void> of_several() {
  // expect: 'async-unawaited-coroutine', 'async-unawaited-local' find nothing here
  // NOLINTNEXTLINE(bugprone-x, async-unawaited-coroutine, async-unawaited-local)
  co_await load();
}

Lazy<void> block() {
  // expect: 'async-unawaited-*' finds nothing here
  // NOLINTBEGIN(async-unawaited-*)
  co_await load();
  // NOLINTEND(async-unawaited-*)
}

Lazy<void> used() {
  load();  // NOLINT(async-unawaited-coroutine)
  // NOLINTNEXTLINE(async-unawaited-*)
  load();
  co_return;
}

Lazy<void> not_ours() {
  co_await load();  // NOLINT
  co_await load();  // NOLINT(bugprone-x)
}

Lazy<void> kept() {
  co_await load();  // NOLINT(async-unawaited-coroutine, async-unused-suppression)
}

#ifdef NOT_COMPILED
Lazy<void> elsewhere() {
  load();  // NOLINT(async-unawaited-coroutine)
}
#endif

#define LOSE() load()
Lazy<void> in_a_macro() {
  LOSE();  // NOLINT(async-unawaited-coroutine)
  co_return;
}

template <class T>
Lazy<T> in_a_template() {
  load();  // NOLINT(async-unawaited-coroutine)
  // expect: finds nothing here
  co_await load();  // NOLINT(async-unawaited-coroutine)
  co_return T();
}

Lazy<int> uses_it() { co_return co_await in_a_template<int>(); }
