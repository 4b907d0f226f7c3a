// Cases of async-dangling-argument: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include "awaiters.h"
#include "lazy_task.h"

#include <string>
#include <string_view>
#include <utility>

Lazy<void> by_reference(const std::string& text) {
  co_await sleep_ms(static_cast<int>(text.size()));
}
Lazy<void> by_view(std::string_view text) { co_await sleep_ms(static_cast<int>(text.size())); }
std::string make_text();
template <class T>
void keep(T&) {}

void bad() {
  // expect: this temporary dies at the end of this statement, while 'by_reference' still refers to it
  spawn(by_reference(make_text()));
  // expect: this temporary dies
  auto pending = by_view(make_text());
  spawn(static_cast<Lazy<void>&&>(pending));
  std::string local;
  // expect: the local 'local' dies
  spawn(by_reference(local));
}

// The frame dies with the parameter, unless somebody else gets it.
void run_in_place(Lazy<void> task) { task.start(); }
void run_by_another(Lazy<void> task) { run_in_place(static_cast<Lazy<void>&&>(task)); }
void run_by_move(Lazy<void> task) { run_in_place(std::move(task)); }
void let_go(Lazy<void> task) { task.release().resume(); }
void pass_on(Lazy<void> task) { spawn(std::move(task)); }
void capture(Lazy<void> task) {
  auto later = [task = std::move(task)]() mutable { task.start(); };
  keep(later);
}
void ends_in_the_call() {
  std::string local;
  run_in_place(by_reference(local));
  run_by_another(by_reference(make_text()));
  run_by_move(by_reference(make_text()));
  // expect: the local 'local' dies
  let_go(by_reference(local));
  // expect: this temporary dies
  pass_on(by_reference(make_text()));
  // expect: this temporary dies
  capture(by_reference(make_text()));
}

Lazy<void> good(const std::string& from_caller) {
  co_await by_reference(make_text());
  co_await by_view(make_text());
  static const std::string kept;
  spawn(by_reference(kept));
  spawn(by_reference(from_caller));
  spawn(by_view("literal"));
}

void silenced() { spawn(by_reference(make_text())); }  // NOLINT(async-dangling-argument)

#define GO(task) spawn(task)
void macro() {
  // expect: this temporary dies
  GO(by_reference(make_text()));
}

template <class T>
void in_template(T) {
  // expect: this temporary dies
  spawn(by_reference(make_text()));
}
void instantiated() { in_template(1); }
