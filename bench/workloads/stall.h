// stall: one task in K blocks its thread, the mistake that the linter finds: what it does to everybody else.
#pragma once

#include "bench/workloads/ticks.h"
#include "bench/workloads/workload.h"

namespace unblock::bench {

struct Stall {
  enum {
    kTasks,
    kStalling,
    kStallMs
  };
  static constexpr std::uint64_t kTicks = 50;

  static Workload describe() {
    return {.name = "stall",
            .operation = "tick",
            .parameters = {"tasks", "stalling", "stall_ms"},
            .cases = {{.arguments = {50, 0, 20}}, {.arguments = {50, 1, 20}, .quick = true}, {.arguments = {50, 5, 20}}},
            .headline = "latency_p99_ns"};
  }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments& arguments) {
    if (const std::string why = needs_overlap(capabilities); !why.empty()) return why;
    return too_many_waits(capabilities, arguments[kTasks] + arguments[kStalling], static_cast<double>(kTicks) / 1e3);
  }

  /// Waits half of the time, and then blocks its thread as a forgotten synchronous call would.
  template <Runtime R>
  static typename R::template Task<void> block(R& runtime, std::int64_t stall_ms) {
    co_await runtime.sleep(kTick * kTicks / 2);
    const timespec duration{0, static_cast<long>(stall_ms) * 1'000'000};
    ::clock_nanosleep(CLOCK_MONOTONIC, 0, &duration, nullptr);  // NOLINT(async-blocking-call): the stall that is measured
  }

  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    const std::atomic<bool> never = false;
    std::vector<std::uint64_t> ticks(context.count(kTasks));
    {
      typename R::Group group(runtime);
      context.start();
      for (std::uint64_t& count : ticks) group.spawn(tick<R>(runtime, context, &never, kTicks, &count));
      for (std::int64_t i = 0; i < context.argument(kStalling); ++i) group.spawn(block<R>(runtime, context.argument(kStallMs)));
      co_await group.join();
      context.stop();
    }
    for (const std::uint64_t count : ticks) {
      if (count != kTicks) context.fail("a task did not go on after every wait");
    }
    context.operations(ticks.size() * kTicks);
  }
};

}  // namespace unblock::bench
