// Waiting through the C++ standard library: sleeps, joins, condition variables, latches, futures that wait in a destructor.
#include "awaiters.h"
#include "lazy_task.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <iostream>
#include <latch>
#include <mutex>
#include <semaphore>
#include <string>
#include <thread>

using namespace std::chrono_literals;

// bad: sleep_for
namespace sleep_for_bad {
Lazy<void> pause() {
  std::this_thread::sleep_for(5ms);  // expect: async-blocking-call
  co_return;
}
}  // namespace sleep_for_bad
// good: sleep_for
namespace sleep_for_good {
Lazy<void> pause() {
  std::this_thread::sleep_for(0ms);
  co_await sleep_ms(5);
}
}  // namespace sleep_for_good

// bad: thread_join
namespace thread_join_bad {
Lazy<int> crunch() {
  int result = 0;
  std::thread worker([&result] { result = 42; });
  worker.join();  // expect: async-blocking-call
  co_return result;
}
}  // namespace thread_join_bad
// good: thread_join
namespace thread_join_good {
Lazy<int> crunch() {
  std::thread([] { std::this_thread::sleep_for(5ms); }).detach();
  co_return 1;
}
}  // namespace thread_join_good

// bad: condition_variable
namespace condition_variable_bad {
std::mutex guard;
std::condition_variable ready;
bool done = false;
void wait_until_done() {
  std::unique_lock lock(guard);
  ready.wait(lock, [] { return done; });
}
Lazy<void> finish() {
  wait_until_done();  // expect: async-blocking-call
  co_return;
}
}  // namespace condition_variable_bad
// good: condition_variable
namespace condition_variable_good {
std::mutex guard;
std::condition_variable ready;
bool done = false;
void announce() {
  std::lock_guard lock(guard);
  done = true;
  ready.notify_all();
}
Lazy<void> finish() {
  announce();
  co_return;
}
}  // namespace condition_variable_good

// bad: latch
namespace latch_bad {
Lazy<void> start(std::latch& all_here) {
  all_here.arrive_and_wait();  // expect: async-blocking-call
  co_return;
}
}  // namespace latch_bad
// good: latch
namespace latch_good {
Lazy<void> start(std::latch& all_here) {
  all_here.count_down();
  while (!all_here.try_wait()) co_await sleep_ms(1);
}
}  // namespace latch_good

// bad: counting_semaphore
namespace counting_semaphore_bad {
Lazy<void> take(std::counting_semaphore<8>& slots) {
  slots.acquire();  // expect: async-blocking-call
  co_return;
}
}  // namespace counting_semaphore_bad
// good: counting_semaphore
namespace counting_semaphore_good {
Lazy<void> take(std::counting_semaphore<8>& slots) {
  while (!slots.try_acquire()) co_await sleep_ms(1);
}
}  // namespace counting_semaphore_good

// bad: atomic_wait
namespace atomic_wait_bad {
Lazy<void> wait(std::atomic<int>& flag) {
  flag.wait(0);  // expect: async-blocking-call
  co_return;
}
}  // namespace atomic_wait_bad
// good: atomic_wait
namespace atomic_wait_good {
Lazy<void> wait(std::atomic<int>& flag) {
  while (flag.load() == 0) co_await sleep_ms(1);
}
}  // namespace atomic_wait_good

// bad: jthread_destructor
namespace jthread_destructor_bad {
Lazy<int> count() {
  std::jthread worker([] { std::this_thread::sleep_for(5ms); });  // expect: async-blocking-call
  co_return 1;
}
}  // namespace jthread_destructor_bad
// good: jthread_destructor
namespace jthread_destructor_good {
Lazy<int> count() {
  std::jthread worker([] { std::this_thread::sleep_for(5ms); });
  worker.detach();
  co_return 1;
}
}  // namespace jthread_destructor_good

// bad: std_system
namespace std_system_bad {
Lazy<int> build() {
  co_return std::system("make");  // expect: async-blocking-call
}
}  // namespace std_system_bad
// good: std_system
namespace std_system_good {
Lazy<int> shell_present() { co_return std::getenv("SHELL") != nullptr; }
}  // namespace std_system_good

// bad: console_input
namespace console_input_bad {
Lazy<std::string> prompt() {
  std::string answer;
  std::getline(std::cin, answer);  // expect: async-blocking-call
  co_return answer;
}
}  // namespace console_input_bad
// good: console_input
namespace console_input_good {
Lazy<std::string> prompt(std::string answer) {
  answer += '\n';
  co_return answer;
}
}  // namespace console_input_good

// A thread that can be awaited and joins in its destructor if nobody did.
struct Helper {
  std::thread thread;
  ~Helper() {
    if (thread.joinable()) thread.join();
  }
  SleepAwaiter operator co_await() { return sleep_ms(1); }
};
Helper start_helper();
// bad: thread_never_awaited
namespace thread_never_awaited_bad {
Lazy<void> run() {
  auto helper = start_helper();  // expect: async-blocking-call
  co_await sleep_ms(5);
}
}  // namespace thread_never_awaited_bad
// good: thread_never_awaited
namespace thread_never_awaited_good {
Lazy<void> run() {
  auto helper = start_helper();
  co_await sleep_ms(5);
  co_await helper;
}
}  // namespace thread_never_awaited_good
