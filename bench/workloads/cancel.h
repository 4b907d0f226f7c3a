// cancel: N pending waits are cancelled. From the request until the last task is joined, and nothing left behind, proved.
#pragma once

#include <array>
#include <span>

#include "bench/workloads/leftovers.h"
#include "bench/workloads/silent_server.h"
#include "bench/workloads/workload.h"

namespace unblock::bench {

struct Cancel {
  enum {
    kTasks,
    kWait,
    kDepth
  };
  enum Wait {
    kSleeping,
    kConnecting,
    kReading,
    kWriting,
    kQueued
  };
  template <class R>
  static constexpr bool kRunsOn = Cancels<R>;

  static Workload describe() {
    return {.name = "cancel",
            .operation = "task",
            .parameters = {"tasks", "wait", "depth"},
            .cases = {{.arguments = {2'000, kSleeping, 1}, .quick = true},
                      {.arguments = {10'000, kSleeping, 1}},
                      {.arguments = {100'000, kSleeping, 1}, .once = true},
                      {.arguments = {10'000, kSleeping, 10}},
                      {.arguments = {10'000, kQueued, 1}},
                      {.arguments = {500, kConnecting, 1}, .once = true},
                      {.arguments = {500, kReading, 1}, .once = true},
                      {.arguments = {32, kWriting, 1}, .once = true}},
            .headline = "until_quiet_ns"};
  }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments& arguments) {
    if (arguments[kWait] > kQueued) return "wait: 0 sleeping, 1 connecting, 2 reading, 3 writing, 4 queued";
    if (arguments[kWait] == kSleeping && capabilities.cancels) return too_many_sleeps(capabilities, arguments[kTasks]);
    return needs_cancellation(capabilities);
  }

  /// What the tasks of one round share.
  template <Runtime R>
  struct Round {
    typename R::Slots& slots;  // none is free
    Wait wait;
    Endpoint server;
    std::span<const std::byte> much;
    std::uint64_t begun = 0;
    std::uint64_t ended = 0;
    std::int64_t requested_ns = 0;
  };

  template <Runtime R>
  static typename R::template Task<void> wait_on_socket(R& runtime, typename R::CancelScope& scope, const Round<R>& round) {
    if (round.wait == kConnecting) {
      auto never = co_await scope.connect(round.server);
      co_return;
    }
    auto socket = co_await runtime.connect(round.server);
    std::array<std::byte, 16> buffer;
    if (round.wait == kReading) {
      co_await scope.read_some(socket, buffer);
    } else {
      co_await scope.write(socket, round.much);
    }
  }

  /// The wait lies `depth` coroutines deep, and the cancellation passes through each.
  template <Runtime R>
  static typename R::template Task<void> descend(R& runtime, typename R::CancelScope& scope, Round<R>& round, std::int64_t depth) {
    if (depth > 1) {
      co_await descend<R>(runtime, scope, round, depth - 1);
      co_return;
    }
    ++round.begun;
    if (round.wait == kSleeping) {
      co_await scope.sleep(std::chrono::hours(1));
    } else if (round.wait == kQueued) {
      co_await scope.take(round.slots);
    } else {
      co_await wait_on_socket<R>(runtime, scope, round);
    }
  }

  template <Runtime R>
  static typename R::template Task<void> task(R& runtime, typename R::CancelScope& scope, Round<R>& round, Context& context,
                                              std::int64_t depth) {
    bool cancelled = false;
    try {
      co_await descend<R>(runtime, scope, round, depth);
    } catch (const std::exception&) {
      cancelled = true;
    }
    if (!cancelled) context.fail("a wait ended before it was cancelled");
    context.record(Context::now_ns() - round.requested_ns);
    ++round.ended;
  }

  template <Runtime R>
  static typename R::template Task<std::uint64_t> cancel_all(R& runtime, Context& context, Round<R>& round, bool timed) {
    typename R::CancelScope scope(runtime);
    for (std::int64_t i = 0; i < context.argument(kTasks); ++i) {
      scope.spawn(task<R>(runtime, scope, round, context, context.argument(kDepth)));
    }
    while (round.begun < context.count(kTasks)) co_await runtime.sleep(std::chrono::milliseconds(1));
    co_await runtime.sleep(std::chrono::milliseconds(round.wait == kSleeping || round.wait == kQueued ? 1 : 20));
    if (round.ended != 0) context.fail("a wait ended before it was cancelled");
    if (timed) context.start();
    round.requested_ns = Context::now_ns();
    scope.cancel();
    co_await scope.join();
    if (timed) context.stop();
    co_return scope.pending();
  }

  /// Twice the same: the first round fills the caches of the allocator and of the library, the second is measured.
  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    const std::vector<std::byte> much(context.argument(kWait) == kWriting ? 16'000'000 : 0);
    const auto wait = static_cast<Wait>(context.argument(kWait));
    const SilentServer server(wait == kConnecting ? SilentServer::Queue::full : SilentServer::Queue::roomy);  // NOLINT(async-blocking-call): before the clock starts
    Holdings before;
    std::uint64_t pending = 0;
    for (const bool timed : {false, true}) {
      before = Holdings::now();
      typename R::Slots slots(runtime, 0);
      Round<R> round{.slots = slots, .wait = wait, .server = server.endpoint(), .much = much};
      pending = co_await cancel_all<R>(runtime, context, round, timed);
      slots.give();
      co_await slots.take();  // waits for ever if a cancelled task is still in the queue and has got it
      if (round.ended != context.count(kTasks)) context.fail("a cancelled task has not ended");
      co_await runtime.sleep(std::chrono::milliseconds(2));  // what is closed is gone after a turn of the loop
      if (!timed) context.forget_latency();
    }
    const Holdings growth = Holdings::now() - before;
    const std::string left = left_behind(growth, context.argument(kTasks), pending);
    if (!left.empty()) context.fail(left);
    context.measure("until_quiet_ns", static_cast<double>(context.elapsed_ns()));
    context.measure("tasks_left", static_cast<double>(pending));
    context.measure("descriptors_left", static_cast<double>(growth.descriptors));
    context.measure("bytes_left", static_cast<double>(growth.heap_bytes));
    context.operations(context.count(kTasks));
  }
};

}  // namespace unblock::bench
