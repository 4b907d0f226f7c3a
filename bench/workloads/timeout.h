// timeout: a deadline on every read, most of them met: what it costs to start and stop a timer around each wait.
#pragma once

#include "bench/workloads/echo.h"

namespace unblock::bench {

struct Timeout {
  enum {
    kConnections,
    kDeadlineMs
  };
  static constexpr std::size_t kBytes = 64;
  static constexpr std::chrono::milliseconds kMissed{2};  // the deadline that nothing can meet, once a connection

  static Workload describe() {
    return {.name = "timeout",
            .operation = "read",
            .parameters = {"connections", "deadline_ms"},
            .cases = {{.arguments = {16, 1'000}, .quick = true}, {.arguments = {64, 1'000}}, {.arguments = {1'000, 1'000}}},
            .needs_target = true,
            .sockets = "connections"};
  }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments& arguments) {
    if (arguments[kDeadlineMs] < 100) return "a deadline below 100 ms would be missed by chance";
    return too_many_waits(capabilities, arguments[kConnections], std::chrono::duration<double>(kMissed).count());
  }

  template <Runtime R>
  static typename R::template Task<void> converse(typename R::Socket& socket, Context& context, std::span<const std::byte> message,
                                                  std::uint64_t times, std::uint8_t* timed_out) {
    const auto deadline = std::chrono::milliseconds(context.argument(kDeadlineMs));
    std::vector<std::byte> answer(message.size());
    for (std::uint64_t i = 0; i < times; ++i) {
      const std::int64_t sent_ns = context.now_ns();
      co_await socket.write(message);
      std::size_t have = 0;
      while (have < answer.size()) have += co_await socket.read_within(std::span(answer).subspan(have), deadline);
      context.record(context.now_ns() - sent_ns);
      if (!same_bytes(message, answer)) context.fail("an echo came back changed");
    }
    try {
      co_await socket.read_within(answer, kMissed);
    } catch (const TimedOut&) {
      ++*timed_out;
    }
  }

  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    const EchoTraffic traffic(context.count(kConnections), kBytes);
    const std::uint64_t times = pings_per_connection(traffic.connections());
    Connections<R> connections(traffic.connections());
    std::vector<std::uint8_t> timed_out(connections.size());
    co_await open_all<R>(runtime, context, connections);
    {
      typename R::Group group(runtime);
      context.start();
      for (std::size_t i = 0; i < connections.size(); ++i) {
        group.spawn(converse<R>(*connections[i], context, traffic.message(i), times, &timed_out[i]));
      }
      co_await group.join();
      context.stop();
    }
    if (std::count(timed_out.begin(), timed_out.end(), 1) != context.argument(kConnections)) {
      context.fail("a read that nothing could meet did not time out");
    }
    context.operations((times + 1) * connections.size());
    traffic.add_to(context.claim(), std::vector<std::uint64_t>(connections.size(), times));
  }
};

}  // namespace unblock::bench
