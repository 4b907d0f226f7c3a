// gather: N HTTP GETs at once over keep-alive connections, each answered after a delay. The guide's 5 + 5 = 10, or 5.
#pragma once

#include "bench/workloads/connections.h"
#include "bench/workloads/http_exchange.h"
#include "bench/workloads/workload.h"

namespace unblock::bench {

/// `times` GETs, one after another, on one connection.
template <Runtime R>
typename R::template Task<void> get(typename R::Socket& socket, Context& context, const HttpExchange& exchange,
                                    std::uint64_t times, unsigned task) {
  HttpReader reader(exchange);
  for (std::uint64_t i = 0; i < times; ++i) {
    const std::int64_t sent_ns = context.now_ns();
    co_await socket.write(exchange.request());
    std::size_t count = 0;
    do {
      count = co_await socket.read_some(reader.space());
    } while (!reader.received(count));
    const std::int64_t answered_ns = context.now_ns();
    context.record(answered_ns - sent_ns);
    context.record_span(task, sent_ns, answered_ns);
    if (!reader.problem().empty()) context.fail(reader.problem());
  }
}

struct Gather {
  enum { kRequests, kDelayUs, kBytes };

  static Workload describe() {
    return {.name = "gather",
            .operation = "request",
            .parameters = {"requests", "delay_us", "bytes"},
            .cases = {{.arguments = {64, 0, 64}, .quick = true},
                      {.arguments = {50, 5'000, 1'024}, .quick = true},
                      {.arguments = {100, 10'000, 1'024}},
                      {.arguments = {10, 10'000, 1'024}},
                      {.arguments = {1'000, 50'000, 1'024}}},
            .needs_target = true,
            .speaks_http = true,
            .sockets = kRequests};
  }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments& arguments) {
    return too_many_waits(capabilities, arguments[kRequests], static_cast<double>(arguments[kDelayUs]) / 1e6);
  }

  /// Requests on each connection: one where the server lets them wait, many where there is nothing to wait for.
  /// A real server's pass is longer: nothing but its own connections is made anew in between.
  static std::uint64_t times(const Context& context, std::size_t connections) {
    const std::uint64_t per_pass = context.real_host().empty() ? 8'192 : 65'536;
    return context.argument(kDelayUs) > 0 || connections >= per_pass ? 1 : per_pass / connections;
  }

  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    HttpExchange exchange(context, context.argument(kDelayUs), context.argument(kBytes));
    if (!exchange.body_known()) co_await learn<R>(runtime, context, exchange);
    Connections<R> connections(context.count(kRequests));
    const std::uint64_t count = times(context, connections.size());
    co_await open_all<R>(runtime, context, connections);
    {
      typename R::Group group(runtime);
      context.start();
      for (std::size_t i = 0; i < connections.size(); ++i) {
        group.spawn(get<R>(*connections[i], context, exchange, count, static_cast<unsigned>(i)));
      }
      co_await group.join();
      context.stop();
    }
    settle(context, exchange, connections.size(), count);
  }

  /// Books a pass of `count` requests on each of `connections` connections.
  static void settle(Context& context, const HttpExchange& exchange, std::uint64_t connections, std::uint64_t count) {
    context.operations(count * connections);
    context.waits(static_cast<std::int64_t>(count * connections) * context.argument(kDelayUs) * 1'000);
    exchange.add_to(context.claim(), connections, count);
  }

  /// A real server's first answer is what the others must be.
  template <Runtime R>
  static typename R::template Task<void> learn(R& runtime, Context& context, HttpExchange& exchange) {
    auto socket = co_await runtime.connect(context.target());
    HttpReader reader(exchange);
    co_await socket.write(exchange.request());
    std::size_t count = 0;
    do {
      count = co_await socket.read_some(reader.space());
    } while (!reader.received(count));
    if (!reader.problem().empty()) throw std::runtime_error("the server at --target cannot be used: " + reader.problem());
    exchange.learn(reader.take_body());
  }
};

}  // namespace unblock::bench
