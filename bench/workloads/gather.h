// gather: N HTTP GETs at once over keep-alive connections, each answered after a delay. The guide's 5 + 5 = 10, or 5.
#pragma once

#include "bench/workloads/http_get.h"
#include "bench/workloads/workload.h"

namespace unblock::bench {

struct Gather {
  enum {
    kRequests,
    kDelayUs,
    kBytes
  };

  static constexpr bool kOverTls = true;

  static Workload describe() {
    return {.name = "gather",
            .operation = "request",
            .parameters = {"requests", "delay_us", "bytes"},
            .cases = {{.arguments = {64, 0, 64}, .quick = true},
                      {.arguments = {50, 5'000, 1'024}, .quick = true, .quick_on_guests = true},
                      {.arguments = {100, 10'000, 1'024}},
                      {.arguments = {10, 10'000, 1'024}},
                      {.arguments = {1'000, 50'000, 1'024}},
                      {.arguments = {64, 0, 64}, .wire = Wire::unix_socket},
                      {.arguments = {64, 0, 64}, .wire = Wire::tls}},
            .needs_target = true,
            .speaks_http = true,
            .wires = kStreamWires,
            .sockets = "requests",
            .target_parameters = {"delay_us", "bytes"},
            .timeline = true};
  }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments& arguments) {
    return too_many_waits(capabilities, arguments[kRequests], static_cast<double>(arguments[kDelayUs]) / 1e6);
  }

  /// Requests on each connection: one where the server lets them wait, many where there is nothing to wait for.
  /// A real server's pass lasts about a quarter of a second, by its own pace: nothing but its connections is made anew in between.
  static std::uint64_t times(const Context& context, const HttpExchange& exchange, std::size_t connections) {
    constexpr std::uint64_t kPerPass = 4'096, kMostPerRealPass = 65'536;
    constexpr std::int64_t kRealPassNs = 250'000'000;
    if (exchange.real()) {
      const auto fitting = static_cast<std::uint64_t>(kRealPassNs / std::max<std::int64_t>(exchange.answer_ns(), 1));
      return std::clamp<std::uint64_t>(fitting, 1, std::max<std::uint64_t>(1, kMostPerRealPass / connections));
    }
    return context.argument(kDelayUs) > 0 || connections >= kPerPass ? 1 : kPerPass / connections;
  }

  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    HttpExchange exchange(context, context.argument(kDelayUs), context.argument(kBytes));
    co_await learn<R>(runtime, context, exchange);
    Connections<R> connections(context.count(kRequests));
    const std::uint64_t count = times(context, exchange, connections.size());
    co_await open_all<R>(runtime, context, connections);
    {
      typename R::Group group(runtime);
      context.start();
      for (std::size_t i = 0; i < connections.size(); ++i) {
        group.spawn(get<R>(runtime, connections[i], context, exchange, OneAfterAnother{count}, static_cast<unsigned>(i)));
      }
      co_await group.join();
      context.stop();
    }
    settle(context, exchange, connections.size(), count);
  }

  /// Books a pass of `count` requests on each of `connections` connections.
  static void settle(Context& context, const HttpExchange& exchange, std::uint64_t connections, std::uint64_t count) {
    context.operations(count * connections);
    if (!exchange.real()) context.waits(static_cast<std::int64_t>(count * connections) * context.argument(kDelayUs) * 1'000);
    exchange.add_to(context.claim(), connections, count);
  }
};

}  // namespace unblock::bench
