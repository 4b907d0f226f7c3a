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
    *result = seed * 2 + 1;
    co_return;
  }

  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    std::vector<std::uint64_t> results(context.count(kTasks));
    typename R::Group group(runtime);
    context.start();
    for (std::uint64_t i = 0; i < results.size(); ++i) group.spawn(work<R>(i, &results[i]));
    co_await group.join();
    context.stop();
    for (std::uint64_t i = 0; i < results.size(); ++i) {
      if (results[i] != i * 2 + 1) context.fail("a task left the wrong result");
    }
    context.operations(results.size());
  }
};

}  // namespace unblock::bench
