// await_suspend that goes on with an awaiter that is no longer its own.
#include <atomic>
#include <condition_variable>
#include <coroutine>
#include <deque>
#include <mutex>
#include <vector>

// bad: handle_into_a_thread_pool
class Workers {
 public:
  void post(std::coroutine_handle<> coroutine) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(coroutine);
  }

 private:
  std::mutex mutex_;
  std::vector<std::coroutine_handle<>> waiting_;
};
struct MoveTo {
  Workers* workers;
  int moves = 0;
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> coroutine) {
    workers->post(coroutine);
    ++moves;  // expect: async-awaiter-after-publish
  }
  int await_resume() const { return moves; }
};
// good: handle_into_a_thread_pool
struct MoveWell {
  Workers* workers;
  int moves = 0;
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> coroutine) {
    ++moves;
    workers->post(coroutine);
  }
  int await_resume() const { return moves; }
};

// bad: resumed_in_place
struct Chain {
  std::coroutine_handle<> next;
  bool resumed = false;
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> coroutine) {
    coroutine.resume();
    resumed = true;  // expect: async-awaiter-after-publish
  }
  void await_resume() const {}
};
// good: resumed_in_place
struct GoodChain {
  std::coroutine_handle<> next;
  bool await_ready() const { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<>) { return next; }
  void await_resume() const {}
};
