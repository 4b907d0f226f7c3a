// Cases of async-unnecessary-coroutine: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include <string>

#include "lazy_task.h"

Lazy<int> size_of(const std::string& text);
Lazy<int> twice(int value);

// expect: the coroutine 'bad' only awaits 'twice'
Lazy<int> bad(int value) { co_return co_await twice(value); }
// expect: the coroutine 'bad_reference' only awaits 'size_of'
Lazy<int> bad_reference(const std::string& text) { co_return co_await size_of(text); }

Lazy<int> good_frame(std::string text) { co_return co_await size_of(text); }
Lazy<int> good_temporary() { co_return co_await size_of("text"); }
Lazy<int> good_more(int value) {
  const int result = co_await twice(value);
  co_return result + 1;
}
Lazy<int> silenced(int value) { co_return co_await twice(value); }  // NOLINT(async-unnecessary-coroutine)

#define AWAIT(call) co_return co_await call
template <class T>
// expect: the coroutine 'macro_in_template' only awaits 'twice'
Lazy<int> macro_in_template(T value) { AWAIT(twice(value)); }
Lazy<int> instantiated() {
  const int one = co_await macro_in_template(1);
  co_return one + 1;
}
