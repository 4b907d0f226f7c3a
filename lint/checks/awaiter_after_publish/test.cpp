// Cases of async-awaiter-after-publish: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include <coroutine>
#include <mutex>

struct Pool {
  void run(std::coroutine_handle<> coroutine);
  void add(void* waiter);
};

struct Bad {
  Pool& pool;
  int state = 0;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> coroutine) {
    state = 1;
    pool.run(coroutine);
    // expect: 'state' is used after the awaiter was given away
    state = 2;
  }
  void await_resume() {}
};
struct BadThis {
  Pool& pool;
  std::coroutine_handle<> waiter;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> coroutine) {
    pool.add(this);
    // expect: 'waiter' is used after the awaiter was given away
    waiter = coroutine;
  }
  void await_resume() {}
};
struct Good {
  Pool& pool;
  std::mutex& mutex;
  int state = 0;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> coroutine) {
    state = 2;
    pool.run(coroutine);
  }
  void await_resume() {}
};
struct GoodLocked {
  Pool& pool;
  std::mutex& mutex;
  int state = 0;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) {
    const std::lock_guard lock(mutex);
    pool.add(this);
    state = 2;
  }
  void await_resume() {}
};
struct Silenced {
  Pool& pool;
  int state = 0;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> coroutine) {
    pool.run(coroutine);
    state = 2;  // NOLINT(async-awaiter-after-publish)
  }
  void await_resume() {}
};
#define RUN(coroutine) pool.run(coroutine)
template <class T>
struct MacroInTemplate {
  Pool& pool;
  T state{};
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> coroutine) {
    RUN(coroutine);
    // expect: 'state' is used after the awaiter was given away
    state = T(1);
  }
  void await_resume() {}
};
void instantiated(MacroInTemplate<int>& awaiter, std::coroutine_handle<> coroutine) { awaiter.await_suspend(coroutine); }
