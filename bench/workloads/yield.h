// yield: suspend and resume. What one `await` costs when there is nothing to wait for.
#pragma once

#include <algorithm>
#include <numeric>

#include "bench/workloads/workload.h"

namespace unblock::bench {

struct Yield {
  enum {
    kTasks
  };
  static constexpr std::uint64_t kPerPass = 200'000;
  template <class R>
  static constexpr bool kRunsOn = HasLoop<R>;

  static Workload describe() {
    return {.name = "yield",
            .operation = "suspension",
            .parameters = {"tasks"},
            .cases = {{.arguments = {1}}, {.arguments = {100}, .quick = true}, {.arguments = {10'000}}}};
  }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments&) { return needs_loop(capabilities); }

  template <Runtime R>
  static typename R::template Task<void> take_turns(R& runtime, std::uint64_t times, std::uint64_t* turns) {
    for (std::uint64_t i = 0; i < times; ++i) {
      co_await runtime.yield();
      ++*turns;
    }
  }

  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    std::vector<std::uint64_t> turns(context.count(kTasks));
    const std::uint64_t times = std::max<std::uint64_t>(1, kPerPass / turns.size());
    typename R::Group group(runtime);
    context.start();
    for (std::uint64_t& count : turns) group.spawn(take_turns<R>(runtime, times, &count));
    co_await group.join();
    context.stop();
    if (std::any_of(turns.begin(), turns.end(), [&](std::uint64_t count) { return count != times; })) {
      context.fail("a task did not come back from every suspension");
    }
    context.operations(times * turns.size());
  }
};

}  // namespace unblock::bench
