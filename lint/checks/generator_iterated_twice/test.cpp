// Cases of async-generator-iterated-twice: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
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

Numbers digits() {
  for (int digit = 0; digit < 10; ++digit) co_yield digit;
}

int bad() {
  auto numbers = digits();
  int sum = 0;
  for (const int number : numbers) sum += number;
  // expect: the generator 'numbers' is at its end here
  for (const int number : numbers) sum -= number;
  return sum;
}
int bad_rounds(int rounds) {
  auto numbers = digits();
  int sum = 0;
  while (rounds-- > 0) {
    // expect: the generator 'numbers' is at its end here
    for (const int number : numbers) sum += number;
  }
  return sum;
}
int good(int rounds) {
  int sum = 0;
  while (rounds-- > 0) {
    auto numbers = digits();
    for (const int number : numbers) sum += number;
  }
  auto numbers = digits();
  for (const int number : numbers) {
    if (number > 3) break;
  }
  for (const int number : numbers) sum += number;
  numbers = digits();
  for (const int number : numbers) sum += number;
  return sum;
}
int silenced() {
  auto numbers = digits();
  int sum = 0;
  for (const int number : numbers) sum += number;
  for (const int number : numbers) sum -= number;  // NOLINT(async-generator-iterated-twice)
  return sum;
}
#define EACH(generator) for (const int number : generator) sum += number
template <class Generator>
int macro_in_template(Generator (*make)()) {
  auto numbers = make();
  int sum = 0;
  EACH(numbers);
  // expect: the generator 'numbers' is at its end here
  EACH(numbers);
  return sum;
}
int instantiated() { return macro_in_template(digits); }
