// An event loop as small as possible, for the programs beside: what its functions do is said in .unblock.yaml.
#pragma once

#include <coroutine>

namespace loop {

/// Anything that can be called without arguments.
class function {
 public:
  template <class F>
  function(F) {}
  void operator()() const;
};

template <class T>
class list {
 public:
  void push_back(const T& value);
  T* begin();
  T* end();
};

void post(function handler);
void post_on_pool(function work);
void post_on_thread(function work);
void when_ready(function handler);
void wait_for_all();

class Loop {
 public:
  void run();
  void post(function handler);
};

struct Task {
  struct promise_type {
    Task get_return_object();
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void();
    void unhandled_exception();
  };
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};

void spawn(Task task);
void run_until_done(Task task);

class Peer {
 public:
  int number();
};

class Pool {
 public:
  void spawn(Task task);
  void run_until_done(Task task);
};

}  // namespace loop
