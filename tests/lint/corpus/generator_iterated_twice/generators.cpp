// Generators run more than once.
#include <coroutine>
#include <exception>

struct Numbers {
  struct promise_type {
    int value = 0;
    Numbers get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int next) {
      value = next;
      return {};
    }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
  struct iterator {
    std::coroutine_handle<promise_type> coroutine;
    int operator*() const { return coroutine.promise().value; }
    void operator++() { coroutine.resume(); }
    bool operator!=(const iterator&) const { return !coroutine.done(); }
  };
  iterator begin() {
    coroutine.resume();
    return {coroutine};
  }
  iterator end() { return {coroutine}; }
  std::coroutine_handle<promise_type> coroutine;
};

Numbers squares(int count) {
  for (int i = 0; i < count; ++i) co_yield i * i;
}

// bad: count_then_sum
int spread(int count) {
  Numbers values = squares(count);
  int most = 0;
  for (int value : values) most = value > most ? value : most;
  int distance = 0;
  for (int value : values) distance += most - value;  // expect: async-generator-iterated-twice
  return distance;
}
// good: count_then_sum
int good_spread(int count) {
  int most = 0;
  for (int value : squares(count)) most = value > most ? value : most;
  int distance = 0;
  for (int value : squares(count)) distance += most - value;
  return distance;
}

// bad: inner_loop
int pairs(int count) {
  Numbers right = squares(count);
  int equal = 0;
  for (int left : squares(count)) {
    for (int other : right) equal += left == other;  // expect: async-generator-iterated-twice
  }
  return equal;
}
// good: inner_loop
int good_pairs(int count) {
  int equal = 0;
  for (int left : squares(count)) {
    Numbers right = squares(count);
    for (int other : right) equal += left == other;
  }
  return equal;
}
