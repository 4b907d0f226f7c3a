// A call to a coroutine as a statement of its own: for every kind of task type, with and without [[nodiscard]].
#include "awaiters.h"
#include "cobalt_shape.h"
#include "cppcoro_shape.h"
#include "eager_task.h"
#include "folly_shape.h"
#include "lazy_task.h"
#include "libcoro_shape.h"
#include "qcoro_shape.h"
#include "seastar_shape.h"
#include "stdexec_shape.h"

// bad: own_lazy
namespace own_lazy_bad {
Lazy<void> save() { co_return; }
Lazy<void> run() {
  save();  // expect: async-unawaited-coroutine
  co_return;
}
}  // namespace own_lazy_bad
// good: own_lazy
namespace own_lazy_good {
Lazy<void> save() { co_return; }
Lazy<void> run() { co_await save(); }
}  // namespace own_lazy_good

// bad: own_eager
namespace own_eager_bad {
Eager<int> fetch() { co_return 1; }
void run() {
  fetch();  // expect: async-unawaited-coroutine
}
}  // namespace own_eager_bad
// good: own_eager
namespace own_eager_good {
Eager<int> fetch() { co_return 1; }
Eager<int> run() { co_return co_await fetch(); }
}  // namespace own_eager_good

// bad: detached_is_fine
namespace detached_is_fine_bad {
Lazy<void> work() { co_return; }
Detached run() {
  work();  // expect: async-unawaited-coroutine
  co_return;
}
}  // namespace detached_is_fine_bad
// good: detached_is_fine
namespace detached_is_fine_good {
Lazy<void> work() { co_return; }
Detached run() { co_await work(); }
void start() { run(); }
}  // namespace detached_is_fine_good

// bad: cppcoro
namespace cppcoro_bad {
cppcoro::task<> save() { co_return; }
void run() {
  save();  // expect: async-unawaited-coroutine
}
}  // namespace cppcoro_bad
// good: cppcoro
namespace cppcoro_good {
cppcoro::task<> save() { co_return; }
cppcoro::task<> run(cppcoro::async_scope& scope) {
  scope.spawn(save());
  co_await cppcoro::when_all(save(), save());
}
void main_thread() { cppcoro::sync_wait(save()); }
}  // namespace cppcoro_good

// bad: libcoro
namespace libcoro_bad {
coro::task<int> answer() { co_return 42; }
coro::task<> run() {
  answer();  // expect: async-unawaited-coroutine
  co_return;
}
}  // namespace libcoro_bad
// good: libcoro
namespace libcoro_good {
coro::task<int> answer() { co_return 42; }
coro::task<> background() { co_return; }
coro::task<> run(coro::thread_pool& pool) {
  co_await pool.schedule();
  pool.spawn(background());
  co_await coro::when_all(answer(), answer());
}
}  // namespace libcoro_good

// bad: folly
namespace folly_bad {
folly::coro::Task<void> save() { co_return; }
folly::coro::Task<void> run(folly::Executor* executor) {
  save().scheduleOn(executor);  // expect: async-unawaited-coroutine
  co_return;
}
}  // namespace folly_bad
// good: folly
namespace folly_good {
folly::coro::Task<void> save() { co_return; }
folly::coro::Task<void> run(folly::Executor* executor) {
  save().scheduleOn(executor).start();
  co_await save();
}
}  // namespace folly_good

// bad: stdexec
namespace stdexec_bad {
exec::task<> save() { co_return; }
exec::task<> run() {
  save();  // expect: async-unawaited-coroutine
  co_return;
}
}  // namespace stdexec_bad
// good: stdexec
namespace stdexec_good {
exec::task<> save() { co_return; }
exec::task<> run(exec::async_scope& scope) {
  scope.spawn(save());
  co_await save();
}
}  // namespace stdexec_good

// bad: qcoro_eager
namespace qcoro_eager_bad {
QCoro::Task<> save() { co_return; }
QCoro::Task<> run() {
  save();  // expect: async-unawaited-coroutine
  co_return;
}
}  // namespace qcoro_eager_bad
// good: qcoro_eager
namespace qcoro_eager_good {
QCoro::Task<> save() { co_return; }
QCoro::Task<> run() { co_await save(); }
}  // namespace qcoro_eager_good

// bad: qcoro_lazy
namespace qcoro_lazy_bad {
QCoro::LazyTask<> save() { co_return; }
void on_click() {
  save();  // expect: async-unawaited-coroutine
}
}  // namespace qcoro_lazy_bad
// good: qcoro_lazy
namespace qcoro_lazy_good {
QCoro::LazyTask<> save() { co_return; }
QCoro::Task<> on_click() { co_await save(); }
}  // namespace qcoro_lazy_good

// bad: seastar
namespace seastar_bad {
seastar::future<> save() { co_return; }
seastar::future<> run() {
  save();  // expect: async-unawaited-coroutine
  co_return;
}
}  // namespace seastar_bad
// good: seastar
namespace seastar_good {
seastar::future<> save() { co_return; }
seastar::future<> run() { return save().then([] { return save(); }); }
}  // namespace seastar_good

// bad: cobalt_task
namespace cobalt_task_bad {
boost::cobalt::task<> save() { co_return; }
boost::cobalt::task<> run() {
  save();  // expect: async-unawaited-coroutine
  co_return;
}
}  // namespace cobalt_task_bad
// good: cobalt_task
namespace cobalt_task_good {
boost::cobalt::task<> save() { co_return; }
boost::cobalt::task<> run() { co_await save(); }
}  // namespace cobalt_task_good

// bad: cobalt_promise
namespace cobalt_promise_bad {
boost::cobalt::promise<> save() { co_return; }
boost::cobalt::promise<> run() {
  save();  // expect: async-unawaited-coroutine
  co_return;
}
}  // namespace cobalt_promise_bad
// good: cobalt_promise
namespace cobalt_promise_good {
boost::cobalt::promise<> save() { co_return; }
boost::cobalt::detached watch() { co_return; }
boost::cobalt::promise<> run() {
  watch();
  +save();
  co_await save();
}
}  // namespace cobalt_promise_good
