// sequence: gather's requests, each awaited before the next: the 10 of the guide's 10 against 5.
#pragma once

#include "bench/workloads/gather.h"

namespace unblock::bench {

struct Sequence {
  enum {
    kRequests,
    kDelayUs,
    kBytes
  };

  static Workload describe() {
    return {.name = "sequence",
            .operation = "request",
            .parameters = {"requests", "delay_us", "bytes"},
            .cases = {{.arguments = {10, 5'000, 1'024}, .quick = true}, {.arguments = {10, 10'000, 1'024}}},
            .needs_target = true,
            .speaks_http = true,
            .target_parameters = {"delay_us", "bytes"}};
  }
  static std::string not_applicable(const Capabilities&, const Arguments& arguments) {
    const double total_s = static_cast<double>(arguments[kRequests] * arguments[kDelayUs]) / 1e6;
    return total_s > kLongestPassS ? "the waits one after another take too long" : "";
  }

  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    HttpExchange exchange(context, context.argument(kDelayUs), context.argument(kBytes));
    co_await learn<R>(runtime, context, exchange);
    exchange.require_within(context.count(kRequests));
    Connections<R> connections(context.count(kRequests));
    co_await open_all<R>(runtime, context, connections);
    context.start();
    for (std::size_t i = 0; i < connections.size(); ++i) {
      co_await get<R>(runtime, connections[i], context, exchange, OneAfterAnother{1}, static_cast<unsigned>(i));
    }
    context.stop();
    Gather::settle(context, exchange, connections.size(), 1);
  }
};

}  // namespace unblock::bench
