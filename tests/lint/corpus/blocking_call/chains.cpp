// The blocking call is not in the coroutine but one to four calls below it. The report belongs on the call in the coroutine.
#include "awaiters.h"
#include "lazy_task.h"

#include <netdb.h>
#include <string>
#include <unistd.h>

// bad: one_call_down
namespace one_call_down_bad {
void back_off() { usleep(500); }
Lazy<int> fetch() {
  back_off();  // expect: async-blocking-call
  co_return 1;
}
}  // namespace one_call_down_bad
// good: one_call_down
namespace one_call_down_good {
SleepAwaiter back_off() { return sleep_ms(1); }
Lazy<int> fetch() {
  co_await back_off();
  co_return 1;
}
}  // namespace one_call_down_good

// bad: three_calls_down
namespace three_calls_down_bad {
bool lookup(const char* host) {
  addrinfo* found = nullptr;
  return getaddrinfo(host, nullptr, nullptr, &found) == 0;
}
bool validate(const std::string& url) { return lookup(url.c_str()); }
class Endpoint {
 public:
  explicit Endpoint(const std::string& url) : valid_(validate(url)) {}
  bool valid() const { return valid_; }

 private:
  bool valid_;
};
Lazy<bool> handle(std::string url) {
  Endpoint endpoint(url);  // expect: async-blocking-call
  co_return endpoint.valid();
}
}  // namespace three_calls_down_bad
// good: three_calls_down
namespace three_calls_down_good {
bool syntax_ok(const char* host) { return host[0] != '.'; }
bool validate(const std::string& url) { return syntax_ok(url.c_str()); }
class Endpoint {
 public:
  explicit Endpoint(const std::string& url) : valid_(validate(url)) {}
  bool valid() const { return valid_; }

 private:
  bool valid_;
};
Lazy<bool> handle(std::string url) {
  Endpoint endpoint(url);
  co_return endpoint.valid();
}
}  // namespace three_calls_down_good

// bad: four_calls_down
namespace four_calls_down_bad {
struct Device {
  void settle() { sleep(1); }
  void reset() { settle(); }
};
struct Driver {
  Device device;
  void restart() { device.reset(); }
};
void recover(Driver& driver) { driver.restart(); }
Lazy<void> watch(Driver& driver) {
  co_await sleep_ms(10);
  recover(driver);  // expect: async-blocking-call
}
}  // namespace four_calls_down_bad
// good: four_calls_down
namespace four_calls_down_good {
struct Device {
  int resets = 0;
  void settle() { ++resets; }
  void reset() { settle(); }
};
struct Driver {
  Device device;
  void restart() { device.reset(); }
};
void recover(Driver& driver) { driver.restart(); }
Lazy<void> watch(Driver& driver) {
  co_await sleep_ms(10);
  recover(driver);
}
}  // namespace four_calls_down_good

// bad: destructor
namespace destructor_bad {
struct Pacer {
  ~Pacer() { usleep(100); }
};
Lazy<int> paced() {
  Pacer pacer;  // expect: async-blocking-call
  co_return 1;
}
}  // namespace destructor_bad
// good: destructor
namespace destructor_good {
struct Pacer {
  int* calls;
  ~Pacer() { ++*calls; }
};
Lazy<int> paced(int* calls) {
  Pacer pacer{calls};
  co_return 1;
}
}  // namespace destructor_good

// bad: mutual_recursion
namespace mutual_recursion_bad {
void odd(int n);
void even(int n) {
  if (n > 0) odd(n - 1);
}
void odd(int n) {
  sleep(1);
  even(n - 1);
}
Lazy<void> walk() {
  even(8);  // expect: async-blocking-call
  co_return;
}
}  // namespace mutual_recursion_bad
// good: mutual_recursion
namespace mutual_recursion_good {
void odd(int n);
void even(int n) {
  if (n > 0) odd(n - 1);
}
void odd(int n) { even(n - 1); }
Lazy<void> walk() {
  even(8);
  co_return;
}
}  // namespace mutual_recursion_good

// bad: called_lambda
namespace called_lambda_bad {
Lazy<int> count() {
  auto pause_briefly = [](int ms) { usleep(ms * 1000); };
  pause_briefly(3);  // expect: async-blocking-call
  co_return 3;
}
}  // namespace called_lambda_bad
// good: called_lambda
namespace called_lambda_good {
Lazy<int> count() {
  auto never_called_here = [](int ms) { usleep(ms * 1000); };
  co_return sizeof never_called_here;
}
}  // namespace called_lambda_good
