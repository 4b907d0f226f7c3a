// A result that was asked, or waited for, holds up nobody any more.
#include <future>

#include "concurrencpp_shape.h"
#include "lazy_task.h"

// bad: result_nobody_asked
namespace result_nobody_asked_bad {
Lazy<int> total(concurrencpp::result<int> first) {
  co_return first.get();  // expect: async-sync-wait
}
}  // namespace result_nobody_asked_bad
// good: result_nobody_asked
namespace result_nobody_asked_good {
Lazy<int> total(concurrencpp::result<int> first) {
  if (first.status() == concurrencpp::result_status::idle) co_return 0;
  co_return first.get();
}
}  // namespace result_nobody_asked_good

// bad: task_that_was_run
namespace task_that_was_run_bad {
Lazy<int> count(std::packaged_task<int()>& task) {
  auto answer = task.get_future();
  co_return answer.get();  // expect: async-sync-wait
}
}  // namespace task_that_was_run_bad
// good: task_that_was_run
namespace task_that_was_run_good {
Lazy<int> count(std::packaged_task<int()>& task) {
  auto answer = task.get_future();
  task();
  co_return answer.get();
}
Lazy<int> count_at_once() {
  std::promise<int> promise;
  promise.set_value(3);
  co_return promise.get_future().get();
}
}  // namespace task_that_was_run_good
