// sleep: N waits at once. Concurrency is not parallelism: one thread, N waits, CPU near 0.
#pragma once

#include <algorithm>
#include <chrono>
#include <vector>

#include "bench/workloads/workload.h"

namespace unblock::bench {

struct Sleep {
  enum {
    kTasks,
    kWaitMs
  };

  static Workload describe() {
    return {.name = "sleep",
            .operation = "wait",
            .parameters = {"tasks", "wait_ms"},
            .cases = {{.arguments = {50, 5}, .quick = true},
                      {.arguments = {100, 10}},
                      {.arguments = {1'000, 100}, .quick = true, .once = true},
                      {.arguments = {5'000, 200}, .quick = true, .once = true},
                      {.arguments = {10'000, 200}, .once = true},
                      {.arguments = {100'000, 500}, .once = true},
                      {.arguments = {1'000'000, 10'000}, .once = true}},
            .held = "tasks",
            .headline = "bytes_per_task"};
  }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments& arguments) {
    const std::string why = too_many_sleeps(capabilities, arguments[kTasks]);
    return why.empty() ? too_many_waits(capabilities, arguments[kTasks], static_cast<double>(arguments[kWaitMs]) / 1e3) : why;
  }

  template <Runtime R>
  static typename R::template Task<void> wait(R& runtime, std::chrono::nanoseconds duration, std::uint8_t* woken) {
    co_await runtime.sleep(duration);
    ++*woken;
  }

  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    const auto duration = std::chrono::milliseconds(context.argument(kWaitMs));
    std::vector<std::uint8_t> woken(context.count(kTasks));
    typename R::Group group(runtime);
    context.start();
    for (std::uint8_t& flag : woken) group.spawn(wait<R>(runtime, duration, &flag));
    co_await group.join();
    context.stop();
    if (std::count(woken.begin(), woken.end(), 1) != context.argument(kTasks)) context.fail("not every task woke up exactly once");
    const std::int64_t duration_ns = std::chrono::nanoseconds(duration).count();
    if (context.elapsed_ns() < duration_ns) context.fail("the waits were over before their time");
    context.operations(woken.size());
    context.waits(context.argument(kTasks) * duration_ns);
  }
};

}  // namespace unblock::bench
