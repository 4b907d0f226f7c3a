// bounded: gather with a limit on what is in flight, as a semaphore gives it: throughput against the limit.
#pragma once

#include <atomic>

#include "bench/workloads/gather.h"

namespace unblock::bench {

struct Bounded {
  enum {
    kRequests,
    kLimit,
    kDelayUs
  };
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
            .sockets = "limit",
            .target_parameters = {"delay_us"}};
  }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments& arguments) {
    if (arguments[kLimit] == 0) return "limit: at least 1";
    return too_many_waits(capabilities, arguments[kRequests], static_cast<double>(arguments[kDelayUs]) / 1e6);
  }

  /// Takes requests off the list until none is left; `limit` connections do that at once.
  struct OffTheList {
    static constexpr bool kOpen = false;
    std::atomic<std::int64_t>* left;
    std::optional<std::int64_t> next() { return left->fetch_sub(1) > 0 ? std::optional<std::int64_t>(0) : std::nullopt; }
    void sent(std::int64_t, std::int64_t) {}
  };

  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    HttpExchange exchange(context, context.argument(kDelayUs), kBytes);
    co_await learn<R>(runtime, context, exchange);
    exchange.require_within(context.count(kRequests) / context.count(kLimit));
    Connections<R> connections(context.count(kLimit));
    co_await open_all<R>(runtime, context, connections);
    std::atomic<std::int64_t> left = context.argument(kRequests);
    {
      typename R::Group group(runtime);
      context.start();
      for (std::size_t i = 0; i < connections.size(); ++i) {
        group.spawn(get<R>(runtime, connections[i], context, exchange, OffTheList{&left}, static_cast<unsigned>(i)));
      }
      co_await group.join();
      context.stop();
    }
    context.operations(context.count(kRequests));
    if (!exchange.real()) context.waits(context.argument(kRequests) * context.argument(kDelayUs) * 1'000);
    exchange.add_to(context.claim(), 1, context.count(kRequests));
  }
};

}  // namespace unblock::bench
