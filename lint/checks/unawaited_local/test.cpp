// Cases of async-unawaited-local: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include "awaiters.h"
#include "lazy_task.h"

#include <utility>
#include <vector>

Lazy<int> fetch();
void take(Lazy<int> task);

Lazy<int> bad(bool stop) {
  // expect: 'never' is neither awaited nor handed over, so
  auto never = fetch();
  // expect: 'sometimes' is neither awaited nor handed over on the path
  auto sometimes = fetch();
  if (stop) co_return 0;
  co_return co_await sometimes;
}

Lazy<void> bad_container() {
  // expect: the tasks in 'tasks' are neither
  std::vector<Lazy<int>> tasks;
  tasks.push_back(fetch());
  co_return;
}

Lazy<int> good(bool stop) {
  auto pending = fetch();
  auto given = fetch();
  take(std::move(given));
  if (stop) throw 1;
  co_return co_await pending;
}

Lazy<void> silenced() {
  auto never = fetch();  // NOLINT(async-unawaited-local)
  co_return;
}

#define LATER(name) auto name = fetch()
void macro() {
  // expect: 'never' is neither
  LATER(never);
}

template <class T>
void in_template(T) {
  // expect: 'never' is neither
  auto never = fetch();
}
void instantiated() { in_template(1); }
