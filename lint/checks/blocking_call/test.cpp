// Cases of async-blocking-call: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include <unistd.h>

#include "awaiters.h"
#include "lazy_task.h"

void deep() { sleep(1); }
void middle() { deep(); }

Lazy<void> bad() {
  // expect: 'sleep' waits
  sleep(1);
  // expect: 'middle' ends in 'sleep', 2 calls down
  middle();
  co_return;
}

Lazy<void> good() { co_await sleep_ms(1); }
void not_async() { sleep(1); }

Lazy<void> silenced() {
  sleep(1);  // NOLINT(async-blocking-call)
  // NOLINTNEXTLINE(async-blocking-call)
  middle();
  // NOLINTBEGIN
  middle();
  // NOLINTEND
  co_return;
}

#define REST(seconds) sleep(seconds)
Lazy<void> macro() {
  // expect: 'sleep' waits
  REST(1);
  co_return;
}

template <class T>
void pause_for(T seconds) {
  sleep(seconds);
}
template <class T>
Lazy<T> in_template(T seconds) {
  // expect: 'pause_for' ends in 'sleep'
  pause_for(seconds);
  co_return seconds;
}
Lazy<int> instantiated() { return in_template(1); }

// Mutual recursion must end.
void deepest() { sleep(1); }
void ping(int n);
void pong(int n) { if (n > 0) ping(n - 1); }
void ping(int n) { n == 0 ? deepest() : pong(n); }
Lazy<void> recursive() {
  // expect: 'pong' ends in 'sleep', 3 calls down
  pong(3);
  co_return;
}

// Many ways to one call are one mistake, and it stands there.
void shared() {
  // expect: 'sleep' waits, reached from 2 async functions
  sleep(1);
}
Lazy<void> first_way() {
  shared();
  co_return;
}
Lazy<void> second_way() {
  shared();
  shared();
  co_return;
}
