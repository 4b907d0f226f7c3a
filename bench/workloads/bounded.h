// bounded: gather with a limit on what is in flight, as a semaphore gives it: throughput against the limit.
#pragma once

#include <atomic>

#include "bench/workloads/gather.h"

namespace unblock::bench {

struct Bounded {
  enum { kRequests, kLimit, kDelayUs };
  static constexpr std::int64_t kBytes = 64;

  static Workload describe() {
    return {.name = "bounded",
            .operation = "request",
            .parameters = {"requests", "limit", "delay_us"},
            .cases = {{.arguments = {64, 1, 2'000}},
                      {.arguments = {64, 4, 2'000}},
                      {.arguments = {40, 8, 5'000}, .quick = true},
                      {.arguments = {64, 16, 2'000}},
                      {.arguments = {64, 64, 2'000}}},
            .needs_target = true,
            .speaks_http = true,
            .sockets = kLimit};
  }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments& arguments) {
    return too_many_waits(capabilities, arguments[kRequests], static_cast<double>(arguments[kDelayUs]) / 1e6);
  }

  /// Takes requests off the list until none is left; `limit` of these run, each with a connection of its own.
  template <Runtime R>
  static typename R::template Task<void> serve(typename R::Socket& socket, Context& context, const HttpExchange& exchange,
                                               std::atomic<std::int64_t>* left, unsigned task) {
    while (left->fetch_sub(1) > 0) co_await get<R>(socket, context, exchange, 1, task);
  }

  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    HttpExchange exchange(context, context.argument(kDelayUs), kBytes);
    if (!exchange.body_known()) co_await Gather::learn<R>(runtime, context, exchange);
    Connections<R> connections(context.count(kLimit));
    co_await open_all<R>(runtime, context, connections);
    std::atomic<std::int64_t> left = context.argument(kRequests);
    {
      typename R::Group group(runtime);
      context.start();
      for (std::size_t i = 0; i < connections.size(); ++i) {
        group.spawn(serve<R>(*connections[i], context, exchange, &left, static_cast<unsigned>(i)));
      }
      co_await group.join();
      context.stop();
    }
    context.operations(context.count(kRequests));
    context.waits(context.argument(kRequests) * context.argument(kDelayUs) * 1'000);
    exchange.add_to(context.claim(), 1, context.count(kRequests));
  }
};

}  // namespace unblock::bench
