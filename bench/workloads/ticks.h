// A task that wants to go on every millisecond: how late it is shows what the others do to the thread.
#pragma once

#include <atomic>
#include <chrono>

#include "bench/measure/context.h"
#include "runtimes/runtime.h"

namespace unblock::bench {

inline constexpr std::chrono::milliseconds kTick{1};

/// Sleeps a tick at a time until `done`, or `most` times, and records how much later than asked it goes on.
template <Runtime R>
typename R::template Task<void> tick(R& runtime, Context& context, const std::atomic<bool>* done, std::uint64_t most,
                                     std::uint64_t* ticks) {
  while (*ticks < most && !done->load(std::memory_order_relaxed)) {
    const std::int64_t due_ns = Context::now_ns() + std::chrono::nanoseconds(kTick).count();
    co_await runtime.sleep(kTick);
    context.record(Context::now_ns() - due_ns);
    ++*ticks;
  }
}

}  // namespace unblock::bench
