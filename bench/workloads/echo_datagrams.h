// echo over UDP: one socket, and as many requests under way as there are connections over TCP. What is not answered in time is lost and
// asked anew.
#pragma once

#include "bench/workloads/datagram_traffic.h"
#include "bench/workloads/workload.h"

namespace unblock::bench {

struct EchoDatagrams {
  /// After which a request counts as lost, and how often somebody looks.
  static constexpr std::chrono::milliseconds kPatience{200}, kEvery{50};
  /// Without a single answer for so long, nobody is there.
  static constexpr std::int64_t kNobodyNs = 3'000'000'000;
  static constexpr std::size_t kMostAtOnce = 64;

  struct Progress {
    DatagramTraffic& traffic;
    std::int64_t heard_ns = Context::now_ns();
    bool sending = false;  ///< what traffic gave out is on its way, and must stay
  };

  template <Runtime R>
  static typename R::template Task<void> send(typename R::Datagrams& datagrams, std::span<const std::byte> messages, Progress& progress) {
    progress.sending = true;
    co_await datagrams.send(messages);
    progress.sending = false;
  }

  template <Runtime R>
  static typename R::template Task<void> exchange(typename R::CancelScope& scope, typename R::Datagrams& datagrams, Context& context, Progress& progress,
                                                  std::size_t bytes) {
    DatagramTraffic& traffic = progress.traffic;
    std::vector<std::byte> answers(kMostAtOnce * bytes);
    co_await send<R>(datagrams, traffic.begin(context.now_ns()), progress);
    while (!traffic.done()) {
      const std::size_t count = co_await scope.receive(datagrams, answers);
      while (progress.sending) co_await scope.sleep(kEvery);
      progress.heard_ns = context.now_ns();
      const auto next = traffic.arrived(std::span(answers).first(count * bytes), progress.heard_ns, [&](std::int64_t ns) { context.record(ns); });
      if (!next.empty()) co_await send<R>(datagrams, next, progress);
    }
    scope.cancel();
  }

  /// Asks anew where an answer is overdue.
  template <Runtime R>
  static typename R::template Task<void> look_after(typename R::CancelScope& scope, typename R::Datagrams& datagrams, Context& context, Progress& progress) {
    constexpr std::int64_t kPatienceNs = std::chrono::nanoseconds(kPatience).count();
    for (;;) {
      co_await scope.sleep(kEvery);
      const std::int64_t now_ns = context.now_ns();
      if (now_ns - progress.heard_ns > kNobodyNs) {
        context.fail("no answer came over UDP within 3 s: is the target's port open for it on the way?");
        scope.cancel();
        co_return;
      }
      if (progress.sending) continue;
      const auto again = progress.traffic.give_up(now_ns - kPatienceNs, now_ns);
      if (!again.empty()) co_await send<R>(datagrams, again, progress);
    }
  }

  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context, std::size_t flows, std::size_t bytes, std::uint64_t times) {
    DatagramTraffic traffic(flows, bytes, times);
    typename R::Datagrams datagrams(runtime, context.target(), bytes);
    context.note("datagrams", datagrams.mode());
    context.inspect(datagrams.native_handle());
    Progress progress{.traffic = traffic};
    {
      typename R::CancelScope scope(runtime);
      context.start();
      scope.spawn(exchange<R>(scope, datagrams, context, progress, bytes));
      scope.spawn(look_after<R>(scope, datagrams, context, progress));
      co_await scope.join();
      context.stop();
    }
    if (*traffic.problem() != '\0') context.fail(traffic.problem());
    const std::uint64_t asked = traffic.answered() + traffic.lost();
    context.operations(traffic.answered());
    context.measure("lost_share", asked == 0 ? 0 : static_cast<double>(traffic.lost()) / static_cast<double>(asked));
    context.measure("dropped_share", asked == 0 ? 0 : static_cast<double>(traffic.dropped()) / static_cast<double>(asked));
    traffic.add_to(context.claim());
  }
};

}  // namespace unblock::bench
