// cpu: tasks that compute, beside one that only wants to go on every millisecond; inline, or offloaded to a pool.
#pragma once

#include "bench/workloads/computation.h"
#include "bench/workloads/ticks.h"
#include "bench/workloads/workload.h"

namespace unblock::bench {

struct Cpu {
  enum {
    kTasks,
    kMegarounds,
    kOffload
  };

  static Workload describe() {
    return {.name = "cpu",
            .operation = "task",
            .parameters = {"tasks", "megarounds", "offload"},
            .cases = {{.arguments = {8, 2, 0}, .quick = true}, {.arguments = {8, 2, 1}, .quick = true}, {.arguments = {8, 5, 0}}, {.arguments = {8, 5, 1}}}};
  }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments& arguments) {
    if (const std::string why = needs_overlap(capabilities); !why.empty()) return why;
    return arguments[kOffload] != 0 ? needs_offload(capabilities) : std::string();
  }

  template <Runtime R>
  static typename R::template Task<void> work(R& runtime, std::uint64_t seed, std::uint64_t rounds, bool offload,
                                              std::uint64_t* result) {
    if constexpr (Offloads<R>) {
      if (offload) {
        co_await runtime.offload([=] { *result = compute(seed, rounds); });
        co_return;
      }
    }
    *result = compute(seed, rounds);
    co_return;
  }

  /// The latency is the tick's: how late the one task that does not compute is.
  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    const std::uint64_t rounds = context.count(kMegarounds) * 1'000'000;
    std::vector<std::uint64_t> results(context.count(kTasks));
    std::atomic<bool> done = false;
    std::uint64_t ticks = 0;
    {
      typename R::Group ticking(runtime), computing(runtime);
      context.start();
      ticking.spawn(tick<R>(runtime, context, &done, ~std::uint64_t{0}, &ticks));
      for (std::size_t i = 0; i < results.size(); ++i) {
        computing.spawn(work<R>(runtime, i, rounds, context.argument(kOffload) != 0, &results[i]));
      }
      co_await computing.join();
      context.stop();
      done = true;
      co_await ticking.join();
    }
    for (std::size_t i = 0; i < results.size(); i += results.size() > 1 ? results.size() - 1 : 1) {
      if (results[i] != compute(i, rounds)) context.fail("a computation came out wrong");
    }
    context.operations(results.size());
  }
};

}  // namespace unblock::bench
