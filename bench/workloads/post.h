// post: trips through the loop. What it costs to have the loop call a function.
#pragma once

#include <algorithm>

#include "bench/workloads/workload.h"

namespace unblock::bench {

struct Post {
  enum {
    kPosts
  };
  static constexpr std::uint64_t kPerPass = 200'000;
  template <class R>
  static constexpr bool kRunsOn = HasLoop<R>;

  static Workload describe() {
    return {.name = "post",
            .operation = "trip",
            .parameters = {"posts"},
            .cases = {{.arguments = {1}}, {.arguments = {1'000}, .quick = true}}};
  }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments&) { return needs_loop(capabilities); }

  static void arrive(void* counter) { ++*static_cast<std::uint64_t*>(counter); }

  /// `posts` functions wait in the loop at once; the yield comes back when they have run.
  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    const std::uint64_t posts = context.count(kPosts);
    const std::uint64_t rounds = std::max<std::uint64_t>(1, kPerPass / posts);
    std::uint64_t arrived = 0;
    context.start();
    for (std::uint64_t round = 0; round < rounds; ++round) {
      for (std::uint64_t i = 0; i < posts; ++i) runtime.post(&arrive, &arrived);
      co_await runtime.yield();
    }
    context.stop();
    if (arrived != rounds * posts) context.fail("the loop did not call every posted function exactly once");
    context.operations(rounds * posts);
  }
};

}  // namespace unblock::bench
