// spawn: start N tasks and join them. What a task costs when it does next to nothing.
#pragma once

#include <cstdint>
#include <vector>

#include "bench/workloads/workload.h"

namespace unblock::bench {

struct Spawn {
  enum {
    kTasks
  };

  static Workload describe() {
    return {.name = "spawn",
            .operation = "task",
            .parameters = {"tasks"},
            .cases = {{.arguments = {1'000}, .quick = true}, {.arguments = {10'000}}, {.arguments = {100'000}}}};
  }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments& arguments) {
    return too_many_waits(capabilities, arguments[kTasks], 0);
  }

  template <Runtime R>
  static typename R::template Task<void> work(std::uint64_t seed, std::uint64_t* result) {
    *result += seed * 2 + 1;
    co_return;
  }

  /// Again and again until it has taken long enough: some runtimes take far longer to be made than to run a thousand tasks.
  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    constexpr std::int64_t kLeastNs = 2'000'000;
    std::vector<std::uint64_t> results(context.count(kTasks));
    std::uint64_t times = 0;
    context.start();
    const std::int64_t began_ns = Context::now_ns();
    do {
      typename R::Group group(runtime);
      for (std::uint64_t i = 0; i < results.size(); ++i) group.spawn(work<R>(i, &results[i]));
      co_await group.join();
      ++times;
    } while (Context::now_ns() - began_ns < kLeastNs);
    context.stop();
    for (std::uint64_t i = 0; i < results.size(); ++i) {
      if (results[i] != times * (i * 2 + 1)) context.fail("a task left the wrong result");
    }
    context.operations(times * results.size());
  }
};

}  // namespace unblock::bench
