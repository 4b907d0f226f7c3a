// A result that was asked, or waited for, holds up nobody any more.
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
