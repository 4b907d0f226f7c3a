// Awaiters that are handed to a reactor, a list or a C library, and go on.
#include <coroutine>
#include <cstdint>
#include <utility>

// bad: linked_into_a_list
struct Waiter {
  Waiter* next = nullptr;
  std::coroutine_handle<> coroutine;
};
class Bell {
 public:
  void add(Waiter* waiter);
};
struct Ring : Waiter {
  explicit Ring(Bell& rung) : bell(&rung) {}
  Bell* bell;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> caller) noexcept {
    coroutine = caller;
    bell->add(this);
    bell = nullptr;  // expect: async-awaiter-after-publish
  }
  void await_resume() noexcept {}
};
// good: linked_into_a_list
struct GoodRing : Waiter {
  explicit GoodRing(Bell& rung) : bell(&rung) {}
  Bell* bell;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> caller) noexcept {
    coroutine = caller;
    std::exchange(bell, nullptr)->add(this);
  }
  void await_resume() noexcept {}
};

// bad: address_for_a_c_library
extern "C" void watch_descriptor(int descriptor, void (*ready)(void*), void* data);
enum class Step : std::uint8_t {
  fresh,
  armed
};
struct Readable {
  int descriptor;
  Step step = Step::fresh;
  bool await_ready() const { return false; }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> caller) {
    coroutine = caller;
    watch_descriptor(descriptor, [](void* data) { static_cast<Readable*>(data)->coroutine.resume(); }, this);
    if (step == Step::fresh) step = Step::armed;  // expect: async-awaiter-after-publish
  }
  void await_resume() const {}
  std::coroutine_handle<> coroutine;
};
struct Job {
  struct promise_type {
    Job get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};
Job read_when_ready(int descriptor) { co_await Readable{descriptor}; }
// good: address_for_a_c_library
struct GoodReadable {
  int descriptor;
  Step step = Step::fresh;
  bool await_ready() const { return false; }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> caller) {
    coroutine = caller;
    step = Step::armed;
    watch_descriptor(descriptor, [](void* data) { static_cast<GoodReadable*>(data)->coroutine.resume(); }, this);
  }
  void await_resume() const {}
  std::coroutine_handle<> coroutine;
};
Job read_well(int descriptor) { co_await GoodReadable{descriptor}; }

// bad: refused_or_counted
class Throttle {
 public:
  bool admit(std::coroutine_handle<> caller);
};
class Admission {
 public:
  explicit Admission(Throttle& throttle) : throttle_(throttle) {}
  bool await_ready() const { return false; }
  bool await_suspend(std::coroutine_handle<> caller) {
    const bool waits = throttle_.admit(caller);
    if (waits) {
      queued_ = true;  // expect: async-awaiter-after-publish
    }
    return waits;
  }
  bool await_resume() const { return queued_; }

 private:
  Throttle& throttle_;
  bool queued_ = false;
};
// good: refused_or_counted
class GoodAdmission {
 public:
  explicit GoodAdmission(Throttle& throttle) : throttle_(throttle) {}
  bool await_ready() const { return false; }
  bool await_suspend(std::coroutine_handle<> caller) {
    queued_ = true;
    return throttle_.admit(caller);
  }
  bool await_resume() const { return queued_; }

 private:
  Throttle& throttle_;
  bool queued_ = false;
};
