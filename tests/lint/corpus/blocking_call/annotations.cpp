// What source code may say about itself: Clang's attributes and the linter's own annotations.
#include "awaiters.h"
#include "lazy_task.h"

#include <unistd.h>

// bad: annotated_blocking
namespace annotated_blocking_bad {
[[clang::annotate("unblock::blocking")]] int query_sensor();
Lazy<int> measure() {
  co_return query_sensor();  // expect: async-blocking-call
}
}  // namespace annotated_blocking_bad
// good: annotated_blocking
namespace annotated_blocking_good {
[[clang::annotate("unblock::nonblocking")]] inline int query_sensor() {
  usleep(1);
  return 1;
}
Lazy<int> measure() { co_return query_sensor(); }
}  // namespace annotated_blocking_good

// bad: clang_attribute
namespace clang_attribute_bad {
int read_disk() [[clang::blocking]];
int read_block() { return read_disk(); }
Lazy<int> load() {
  co_return read_block();  // expect: async-blocking-call
}
}  // namespace clang_attribute_bad
// good: clang_attribute
namespace clang_attribute_good {
int read_cache() [[clang::nonblocking]];
int read_block() { return read_cache(); }
Lazy<int> load() { co_return read_block(); }
}  // namespace clang_attribute_good

// bad: annotated_context
namespace annotated_context_bad {
[[clang::annotate("unblock::async")]] void on_packet() {
  sleep(1);  // expect: async-blocking-call
}
}  // namespace annotated_context_bad
// good: annotated_context
namespace annotated_context_good {
void on_packet_in_own_thread() { sleep(1); }
[[clang::annotate("unblock::async")]] void on_packet() {}
}  // namespace annotated_context_good
