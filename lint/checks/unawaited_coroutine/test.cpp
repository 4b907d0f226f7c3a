// Cases of async-unawaited-coroutine: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include "awaiters.h"
#include "eager_task.h"
#include "lazy_task.h"

Lazy<void> save();
Lazy<int> count();
Eager<int> warm_up() { co_return 1; }
Detached log_it() { co_return; }

Lazy<void> bad(bool which) {
  // expect: its body never runs
  save();
  // expect: its body never runs
  which ? (void)0 : (save(), (void)0);
  // expect: its result and its exception are lost
  warm_up();
  // expect: its body never runs
  if (which) count();
  co_await sleep_ms(1);
}

Lazy<void> good() {
  co_await save();
  log_it();
  (void)save();
  auto kept = count();
  co_await kept;
}

Lazy<void> silenced() {
  save();  // NOLINT(async-unawaited-coroutine)
  co_return;
}

#define SAVE() save()
void macro() {
  // expect: its body never runs
  SAVE();
}

template <class T>
void in_template(T) {
  // expect: its body never runs
  count();
}
void instantiated() { in_template(1); }
