// @NAME@: SAY IN ONE LINE WHAT IT MEASURES. As it stands T tasks give up the thread once each.
#pragma once

#include "bench/workloads/workload.h"

namespace unblock::bench {

struct @CAMEL@ {
  enum { kTasks };
  template <class R>
  static constexpr bool kRunsOn = HasLoop<R>;

  static Workload describe() {
    return {.name = "@NAME@", .operation = "turn", .parameters = {"tasks"}, .cases = {{.arguments = {100}}}};
  }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments&) { return needs_loop(capabilities); }

  template <Runtime R>
  static typename R::template Task<void> take_turn(R& runtime, std::uint64_t* done) {
    co_await runtime.yield();
    ++*done;
  }

  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    std::uint64_t done = 0;
    typename R::Group group(runtime);
    context.start();
    for (std::size_t i = 0; i < context.count(kTasks); ++i) group.spawn(take_turn<R>(runtime, &done));
    co_await group.join();
    context.stop();
    if (done != context.count(kTasks)) context.fail("not every task had its turn");
    context.operations(done);
  }
};

}  // namespace unblock::bench
