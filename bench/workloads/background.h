// background: tasks are started and the caller goes on. How long that holds it up, and what has become of them when it ends.
#pragma once

#include <algorithm>
#include <atomic>

#include "bench/workloads/unwaited.h"
#include "bench/workloads/workload.h"

namespace unblock::bench {

struct Background {
  enum {
    kTasks,
    kWaitMs,
    kCallerMs
  };

  static Workload describe() {
    return {.name = "background",
            .operation = "task",
            .parameters = {"tasks", "wait_ms", "caller_ms"},
            .cases = {{.arguments = {20, 10, 30}}, {.arguments = {100, 10, 30}}, {.arguments = {50, 30, 10}}}};
  }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments& arguments) {
    return too_many_waits(capabilities, arguments[kTasks], static_cast<double>(arguments[kWaitMs]) / 1e3);
  }

  template <Runtime R>
  static typename R::template Task<void> work(R& runtime, std::chrono::nanoseconds duration, std::atomic<std::int64_t>* finished) {
    co_await runtime.sleep(duration);
    ++*finished;
  }

  /// The caller waits for its own part only; the tasks are joined after the clock has stopped. Then others, that nobody waits for.
  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    const std::int64_t tasks = context.argument(kTasks);
    std::atomic<std::int64_t> finished = 0;
    typename R::Group group(runtime);
    context.start();
    const std::int64_t began_ns = context.now_ns();
    for (std::int64_t i = 0; i < tasks; ++i) {
      group.spawn(work<R>(runtime, std::chrono::milliseconds(context.argument(kWaitMs)), &finished));
    }
    const std::int64_t held_up_ns = context.now_ns() - began_ns;
    co_await runtime.sleep(std::chrono::milliseconds(context.argument(kCallerMs)));
    context.stop();
    const std::int64_t unfinished = tasks - finished;
    co_await group.join();
    if (finished != tasks) context.fail("a background task never finished, though it was joined");
    Unwaited<R>::report(context);  // NOLINT(async-blocking-call,async-sync-wait): in a process of its own, outside the clock
    context.record(held_up_ns);
    context.measure("unfinished_when_caller_ended", static_cast<double>(unfinished));
    context.operations(static_cast<std::uint64_t>(tasks));
    context.waits(tasks * context.argument(kWaitMs) * 1'000'000);
  }
};

}  // namespace unblock::bench
