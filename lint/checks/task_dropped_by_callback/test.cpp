// Cases of async-task-dropped-by-callback: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include "eager_task.h"
#include "lazy_task.h"

#include <functional>
#include <thread>

Lazy<void> save();
Lazy<void> save() { co_return; }
void on_click(std::function<void()> handler);

void bad() {
  // expect: this lambda returns a task, and a std::function that returns nothing drops it
  on_click([]() -> Lazy<void> { co_return; });
  // expect: 'save' returns a task
  on_click(save);
  // expect: drops it, so its body never runs
  std::thread worker(save);
  worker.detach();
}

void good() {
  on_click([]() -> Detached { co_return; });
  on_click([] { spawn(save()); });
  std::function<Lazy<void>()> keeps = save;
  spawn(keeps());
}

void silenced() { on_click(save); }  // NOLINT(async-task-dropped-by-callback)

#define CLICK(handler) on_click(handler)
void macro() {
  // expect: 'save' returns a task
  CLICK(save);
}

template <class T>
void in_template(T value) {
  // expect: this lambda returns a task
  on_click([value]() -> Lazy<void> { co_return; });
}
void instantiated() { in_template(1); }
