// keepalive: C clients on keep-alive connections, each asks, thinks and asks again for a while, behind an upstream that takes
// its time. Latency counts from the moment a request is due, so a client whose turn never comes cannot hide.
#pragma once

#include <fmt/format.h>

#include "bench/workloads/http_get.h"
#include "bench/workloads/workload.h"

namespace unblock::bench {

struct KeepAlive {
  enum {
    kConnections,
    kDelayUs,
    kThinkUs,
    kBytes,
    kPassMs
  };

  static constexpr bool kOverTls = true;

  static Workload describe() {
    return {.name = "keepalive",
            .operation = "request",
            .parameters = {"connections", "delay_us", "think_us", "bytes", "pass_ms"},
            .cases = {{.arguments = {256, 5'000, 0, 64, 100}, .quick = true},
                      {.arguments = {256, 5'000, 0, 64, 200}},
                      {.arguments = {1'000, 5'000, 50'000, 1'024, 500}},
                      {.arguments = {10'000, 5'000, 0, 64, 1'000}},
                      {.arguments = {256, 5'000, 0, 64, 200}, .wire = Wire::tls}},
            .needs_target = true,
            .speaks_http = true,
            .wires = kStreamWires,
            .sockets = "connections",
            .target_parameters = {"delay_us", "bytes"},
            .headline = "latency_p99_ns"};
  }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments& arguments) {
    if (arguments[kPassMs] == 0) return "pass_ms: at least 1";
    const auto clients = static_cast<std::size_t>(arguments[kConnections]);
    const std::size_t at_once = capabilities.at_once(clients);
    if (clients > at_once) return fmt::format("{} clients at once, and only {} can be served at a time", clients, at_once);
    return too_many_waits(capabilities, arguments[kConnections], 0);
  }

  /// A client's pace: the next request is due when the answer before it has been thought about.
  struct Client {
    static constexpr bool kOpen = false;
    std::int64_t due_ns, end_ns, think_ns;
    std::uint64_t* sent_count;

    std::optional<std::int64_t> next() {
      if (*sent_count > 0) due_ns = Context::now_ns() + think_ns;
      return due_ns < end_ns ? std::optional(due_ns) : std::nullopt;
    }
    void sent(std::int64_t, std::int64_t) { ++*sent_count; }
  };

  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    HttpExchange exchange(context, context.argument(kDelayUs), context.argument(kBytes));
    co_await learn<R>(runtime, context, exchange);
    Connections<R> connections(context.count(kConnections));
    co_await open_all<R>(runtime, context, connections);
    std::vector<std::uint64_t> sent(connections.size());
    {
      typename R::Group group(runtime);
      context.start();
      const std::int64_t start_ns = Context::now_ns();
      const Client client{start_ns, start_ns + context.argument(kPassMs) * 1'000'000, context.argument(kThinkUs) * 1'000, nullptr};
      for (std::size_t i = 0; i < connections.size(); ++i) {
        Client one = client;
        one.sent_count = &sent[i];
        group.spawn(get<R>(runtime, connections[i], context, exchange, one, static_cast<unsigned>(i)));
      }
      co_await group.join();
      context.stop();
    }
    std::uint64_t all = 0;
    for (const std::uint64_t count : sent) all += count;
    context.operations(all);
    context.closed_loop(connections.size(), context.argument(kThinkUs) * 1'000);
    if (!exchange.real()) context.waits(static_cast<std::int64_t>(all) * context.argument(kDelayUs) * 1'000);
    exchange.add_to(context.claim(), 1, all);
  }
};

}  // namespace unblock::bench
