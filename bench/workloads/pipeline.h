// pipeline: items stream in from one server, and for each a second server is called: what an API gateway does.
#pragma once

#include <fmt/format.h>

#include "bench/workloads/gather.h"
#include "bench/workloads/stream_reader.h"

namespace unblock::bench {

struct Pipeline {
  enum {
    kItems,
    kIntervalUs,
    kDelayUs
  };
  static constexpr std::size_t kItemBytes = 128;
  static constexpr std::int64_t kBytes = 64;

  static Workload describe() {
    return {.name = "pipeline",
            .operation = "item",
            .parameters = {"items", "interval_us", "delay_us"},
            .cases = {{.arguments = {25, 2'000, 10'000}, .quick = true}, {.arguments = {200, 2'000, 20'000}}},
            .needs_target = true};
  }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments& arguments) {
    return too_many_waits(capabilities, arguments[kItems],
                          static_cast<double>(arguments[kIntervalUs] + arguments[kDelayUs]) / 1e6);
  }

  template <Runtime R>
  static typename R::template Task<void> call(typename R::Socket& socket, Context& context, const HttpExchange& exchange,
                                              std::int64_t item_ns) {
    HttpReader reader(exchange);
    co_await socket.write(exchange.request());
    std::size_t count = 0;
    do {
      count = co_await socket.read_some(reader.space());
    } while (!reader.received(count));
    context.record(Context::now_ns() - item_ns);
    if (!reader.problem().empty()) context.fail(reader.problem());
  }

  /// Latency: from the moment that the first server's schedule had for the item until the second has answered.
  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    const HttpExchange items(fmt::format("/stream/{}/{}/{}", context.argument(kItems), context.argument(kIntervalUs), kItemBytes));
    const HttpExchange exchange(context, context.argument(kDelayUs), kBytes);
    Connections<R> connections(context.count(kItems) + 1);
    co_await open_all<R>(runtime, context, connections);
    StreamReader reader(kItemBytes);
    std::size_t called = 0;
    {
      typename R::Group group(runtime);
      context.start();
      co_await connections.back()->write(items.request());
      while (!reader.done()) {
        reader.received(co_await connections.back()->read_some(reader.space()));
        while (const auto item = reader.next()) {
          group.spawn(call<R>(*connections[called], context, exchange, static_cast<std::int64_t>(item->intended_ns)));
          ++called;
        }
      }
      co_await group.join();
      context.stop();
    }
    if (called != context.count(kItems)) context.fail("the stream did not bring all its items");
    if (!reader.problem().empty()) context.fail(reader.problem());
    context.operations(called);
    items.add_to(context.claim(), 1, 1);
    exchange.add_to(context.claim(), called, 1);
  }
};

}  // namespace unblock::bench
