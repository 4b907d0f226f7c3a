// connect: open, use once, close, again and again: what an async context manager guards.
#pragma once

#include "bench/workloads/echo.h"

namespace unblock::bench {

struct Connect {
  enum {
    kTasks,
    kConnections
  };
  static constexpr std::size_t kBytes = 16;

  static constexpr bool kOverTls = true;

  static Workload describe() {
    return {.name = "connect",
            .operation = "connection",
            .parameters = {"tasks", "connections"},
            .cases = {{.arguments = {16, 512}, .quick = true}, {.arguments = {1, 256}}, {.arguments = {64, 2'048}}, {.arguments = {16, 512}, .wire = Wire::unix_socket}, {.arguments = {16, 512}, .wire = Wire::tls}, {.arguments = {16, 512}, .wire = Wire::tls_resumed}},
            .needs_target = true,
            .wires = kStreamWires,
            .sockets = "tasks"};
  }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments& arguments) {
    return too_many_waits(capabilities, arguments[kTasks], 0);
  }

  template <Runtime R>
  static typename R::template Task<void> churn(R& runtime, Context& context, const EchoTraffic& traffic, std::size_t first,
                                               std::size_t step) {
    std::vector<std::byte> answer(kBytes);
    for (std::size_t i = first; i < traffic.connections(); i += step) {
      const std::span<const std::byte> message = traffic.message(i);
      const std::int64_t began_ns = context.now_ns();
      {
        auto socket = co_await runtime.connect(context.target());
        co_await socket.write(message);
        std::size_t have = 0;
        while (have < kBytes) have += co_await socket.read_some(std::span(answer).subspan(have));
      }
      context.record(context.now_ns() - began_ns);
      if (!same_bytes(message, answer)) context.fail("an echo came back changed");
    }
  }

  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    const EchoTraffic traffic(context.count(kConnections), kBytes);
    const std::size_t tasks = context.count(kTasks);
    {
      typename R::Group group(runtime);
      context.start();
      for (std::size_t i = 0; i < tasks; ++i) group.spawn(churn<R>(runtime, context, traffic, i, tasks));
      co_await group.join();
      context.stop();
    }
    context.operations(traffic.connections());
    context.claim().connections += traffic.connections();
    const std::vector<std::uint64_t> repeats(traffic.connections(), 1);
    traffic.add_to(context.claim(), repeats);
  }
};

}  // namespace unblock::bench
