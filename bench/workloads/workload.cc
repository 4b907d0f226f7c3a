// Reasons for n/a that several workloads share.
#include "bench/workloads/workload.h"

#include <fmt/format.h>

#include <algorithm>

namespace unblock::bench {

std::string too_many_waits(const Capabilities& capabilities, std::int64_t tasks, double wait_s) {
  if (capabilities.threads_per_task && capabilities.threads == 0 && tasks > kMostThreads) {
    return fmt::format("{} tasks would need {} threads; more than {} are not started here", tasks, tasks, kMostThreads);
  }
  if (capabilities.most_tasks != 0 && tasks > static_cast<std::int64_t>(capabilities.most_tasks)) {
    return fmt::format("{} tasks would need {} stacks; more than {} are not made here", tasks, tasks, capabilities.most_tasks);
  }
  const std::size_t at_once = capabilities.at_once(static_cast<std::size_t>(tasks));
  if (at_once >= static_cast<std::size_t>(tasks)) return {};
  const double total_s = static_cast<double>(tasks) / static_cast<double>(at_once) * wait_s;
  if (total_s <= kLongestPassS) return {};
  if (at_once == 1) return fmt::format("{} waits of {:g} s one after another take {:g} s", tasks, wait_s, total_s);
  return fmt::format("{} waits of {:g} s on {} threads take {:g} s", tasks, wait_s, at_once, total_s);
}

std::string too_many_sleeps(const Capabilities& capabilities, std::int64_t sleeps) {
  if (capabilities.most_sleeps == 0 || sleeps <= static_cast<std::int64_t>(capabilities.most_sleeps)) return {};
  return fmt::format("the library would look for each of {} timers that ends among all others; more than {} at once are not tried here", sleeps, capabilities.most_sleeps);
}

std::string needs_overlap(const Capabilities& capabilities) {
  return capabilities.overlaps_waits ? "" : "one thing at a time: nothing goes on beside it";
}

std::string needs_loop(const Capabilities& capabilities) {
  return capabilities.has_loop ? "" : "there is no loop: its tasks wait in place";
}

std::string needs_cancellation(const Capabilities& capabilities) {
  return capabilities.cancels ? "" : "nothing can end its waits from outside";
}

std::string needs_offload(const Capabilities& capabilities) {
  return capabilities.offloads ? "" : "there is no pool beside the threads that run the tasks";
}

}  // namespace unblock::bench
