// startup: the runtime is made, runs one task and goes away: what asyncio.run costs before and after your code.
#pragma once

#include "bench/workloads/workload.h"

namespace unblock::bench {

struct Startup {
  enum {
    kTimes
  };

  static Workload describe() {
    return {.name = "startup",
            .operation = "start",
            .parameters = {"times"},
            .cases = {{.arguments = {100}}, {.arguments = {1'000}}}};
  }
  static std::string not_applicable(const Capabilities&, const Arguments&) { return {}; }

  template <Runtime R>
  static typename R::template Task<void> work(std::uint64_t* done) {
    ++*done;
    co_return;
  }

  template <Runtime R>
  static void once(std::uint64_t* done) {
    R fresh;
    fresh.run(work<R>(done));
  }

  /// The runtimes are made one after another, each gone before the next; this task's own does nothing meanwhile.
  template <Runtime R>
  static typename R::template Task<void> pass(R&, Context& context) {
    const std::uint64_t times = context.count(kTimes);
    std::uint64_t done = 0;
    context.start();
    for (std::uint64_t i = 0; i < times; ++i) {
      const std::int64_t began_ns = context.now_ns();
      once<R>(&done);  // NOLINT(async-sync-wait,async-blocking-call): the whole life of a runtime is what is measured
      context.record(context.now_ns() - began_ns);
    }
    context.stop();
    if (done != times) context.fail("a fresh runtime did not run its task");
    context.operations(times);
    co_return;
  }
};

}  // namespace unblock::bench
