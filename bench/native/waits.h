// What the native sleep and cancel cells check, whatever library waits. `Waits` starts `count` timers and counts their ends:
//   Waits(count)   start(duration)   cancel()   run(): until all have ended   ended()   kTick: how early a wait may end,
//   because the library's clock stands still in between
#pragma once

#include <chrono>

#include "bench/workloads/cancel.h"
#include "bench/workloads/sleep.h"

namespace unblock::bench::native {

template <class Waits>
void sleep_pass(Context& context) {
  const auto duration = std::chrono::milliseconds(context.argument(Sleep::kWaitMs));
  Waits waits(context.count(Sleep::kTasks));
  context.start();
  waits.start(duration);
  waits.run();
  context.stop();
  const std::int64_t duration_ns = std::chrono::nanoseconds(duration).count(), tick_ns = std::chrono::nanoseconds(Waits::kTick).count();
  if (waits.ended() != context.count(Sleep::kTasks)) context.fail("not every task woke up exactly once");
  if (context.elapsed_ns() < duration_ns - tick_ns) context.fail("the waits were over before their time");
  context.operations(waits.ended());
  context.waits(context.argument(Sleep::kTasks) * duration_ns);
}

/// As the shared cell: a rehearsal, then the measured round, and what is left after it.
template <class Waits>
void cancel_pass(Context& context) {
  Holdings before;
  for (const bool timed : {false, true}) {
    before = Holdings::now();
    Waits waits(context.count(Cancel::kTasks));
    waits.start(std::chrono::hours(1));
    if (timed) context.start();
    waits.cancel();
    waits.run();
    if (timed) context.stop();
    if (waits.ended() != context.count(Cancel::kTasks)) context.fail("a cancelled task has not ended");
  }
  const Holdings growth = Holdings::now() - before;
  const std::string left = left_behind(growth, context.argument(Cancel::kTasks), 0);
  if (!left.empty()) context.fail(left);
  context.measure("until_quiet_ns", static_cast<double>(context.elapsed_ns()));
  context.measure("tasks_left", 0);
  context.measure("descriptors_left", static_cast<double>(growth.descriptors));
  context.measure("bytes_left", static_cast<double>(growth.heap_bytes));
  context.operations(context.count(Cancel::kTasks));
}

inline std::string only_sleeping(const Arguments& arguments) {
  if (arguments[Cancel::kWait] != Cancel::kSleeping) return "written by hand for sleeping tasks only";
  return arguments[Cancel::kDepth] > 1 ? "a callback has no depth" : "";
}

}  // namespace unblock::bench::native
