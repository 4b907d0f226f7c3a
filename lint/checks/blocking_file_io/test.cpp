// Cases of async-blocking-file-io: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include <fstream>

#include "awaiters.h"
#include "lazy_task.h"

// expect: waits for the disk, reached from 3 async functions
void store(int value) { std::ofstream("state") << value; }

Lazy<void> bad() {
  store(1);
  // expect: waits for the disk
  std::ifstream file("state");
  co_return;
}

Lazy<void> good() {
  std::ifstream not_opened;
  co_await sleep_ms(1);
}
void not_async() { store(1); }

Lazy<void> silenced() {
  store(1);  // NOLINT(async-blocking-file-io)
  co_return;
}

#define STORE(value) store(value)
Lazy<void> macro() {
  STORE(1);
  co_return;
}

template <class T>
Lazy<void> in_template(T value) {
  store(value);
  co_return;
}
Lazy<void> instantiated() { return in_template(1); }
