// Things to await that are no tasks: a sleep, a socket read, a plain event. All of them suspend.
#pragma once

#include <coroutine>
#include <cstddef>
#include <span>

struct SleepAwaiter {
  int ms;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> caller);
  void await_resume() const noexcept {}
};
inline SleepAwaiter sleep_ms(int ms) { return {ms}; }

struct ReadAwaiter {
  std::span<char> into;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> caller);
  std::size_t await_resume() const noexcept { return into.size(); }
};
inline ReadAwaiter read_into(std::span<char> into) { return {into}; }
