// Cases of async-sync-wait: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include <chrono>
#include <future>

#include "lazy_task.h"

int answer(std::future<int>& future) { return future.get(); }

Lazy<int> bad(std::future<int>& future) {
  // expect: 'answer' ends in 'future::get'
  int first = answer(future);
  // expect: waits
  co_return first + future.get();
}

Lazy<bool> good(std::future<int>& future) {
  co_return future.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}
int not_async(std::future<int>& future) { return future.get(); }

Lazy<int> silenced(std::future<int>& future) { co_return future.get(); }  // NOLINT(async-sync-wait)

#define TAKE(future) (future).get()
Lazy<int> macro(std::future<int>& future) {
  // expect: waits
  co_return TAKE(future);
}

template <class T>
Lazy<T> in_template(std::future<T>& future) {
  // expect: waits
  co_return future.get();
}
Lazy<int> instantiated(std::future<int>& future) { return in_template(future); }
