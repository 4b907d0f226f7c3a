// echo_open, gather_open, keepalive_open: requests on a schedule that does not wait for answers; latency counts from the intended start.
#pragma once

#include <fmt/format.h>

#include <atomic>

#include "bench/workloads/echo.h"
#include "bench/workloads/gather.h"
#include "bench/workloads/schedule.h"

namespace unblock::bench {

/// A schedule, dealt out to the connections in turn.
struct OpenLoop {
  static constexpr std::uint64_t kSeed = 20'240'229;

  OpenLoop(std::int64_t per_second, bool poisson, double pass_s)
      : due_ns(arrival_schedule(std::max<std::size_t>(1, static_cast<std::size_t>(pass_s * static_cast<double>(per_second))), static_cast<double>(per_second),
                                poisson, kSeed)) {}

  static std::string not_applicable(const Capabilities& capabilities, std::int64_t connections, std::int64_t per_second) {
    if (per_second == 0) return "per_second: at least 1";
    if (const std::string why = needs_overlap(capabilities); !why.empty()) return "a schedule cannot be kept: " + why;
    const bool too_few = capabilities.threads_per_task && capabilities.threads != 0 && connections > static_cast<std::int64_t>(capabilities.threads);
    return too_few ? "a schedule cannot be kept: more connections than threads" : "";
  }

  /// How many requests connection `index` of `connections` gets.
  std::uint64_t share(std::size_t index, std::size_t connections) const {
    return due_ns.size() / connections + (index < due_ns.size() % connections ? 1 : 0);
  }

  void begin(Context& context) {
    context.start();
    start_ns = Context::now_ns();
  }
  void end(Context& context) {
    context.stop();
    context.measure("late_starts", static_cast<double>(late) / static_cast<double>(due_ns.size()));
    context.operations(due_ns.size());
  }

  std::vector<std::int64_t> due_ns;
  std::int64_t start_ns = 0;
  std::atomic<std::uint64_t> late = 0;
};

/// The pace of one connection: every `step`th request of the schedule, from `number` on.
struct OnSchedule {
  static constexpr bool kOpen = true;
  OpenLoop* loop;
  std::size_t number, step;

  std::optional<std::int64_t> next() {
    if (number >= loop->due_ns.size()) return std::nullopt;
    const std::int64_t due_ns = loop->start_ns + loop->due_ns[number];
    number += step;
    return due_ns;
  }
  void sent(std::int64_t due_ns, std::int64_t sent_ns) {
    if (sent_ns - due_ns > kLateStartNs) loop->late.fetch_add(1, std::memory_order_relaxed);
  }
};

/// What echo_open and gather_open have in common.
struct ShortOpenLoop {
  enum {
    kConnections,
    kBytes,
    kPerSecond,
    kPoisson
  };
  static constexpr double kPassS = 0.1;

  static Workload describe(std::string_view name, std::string_view operation, std::string_view connections) {
    return {.name = name,
            .operation = operation,
            .parameters = {connections, "bytes", "per_second", "poisson"},
            .cases = {{.arguments = {64, 64, 5'000, 0}},
                      {.arguments = {64, 64, 5'000, 1}, .quick = true},
                      {.arguments = {64, 64, 20'000, 1}}},
            .needs_target = true,
            .sockets = connections,
            .headline = "latency_p99_ns"};
  }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments& arguments) {
    return OpenLoop::not_applicable(capabilities, arguments[kConnections], arguments[kPerSecond]);
  }
  static OpenLoop loop(const Context& context) { return {context.argument(kPerSecond), context.argument(kPoisson) != 0, kPassS}; }
};

/// Sends the schedule over all connections; a pass of every workload that asks over HTTP.
template <Runtime R>
typename R::template Task<void> get_on_schedule(R& runtime, Context& context, HttpExchange& exchange, OpenLoop& loop, std::size_t count) {
  co_await learn<R>(runtime, context, exchange);
  Connections<R> connections(count);
  co_await open_all<R>(runtime, context, connections);
  {
    typename R::Group group(runtime);
    loop.begin(context);
    for (std::size_t i = 0; i < count; ++i) {
      group.spawn(get<R>(runtime, connections[i], context, exchange, OnSchedule{&loop, i, count}, static_cast<unsigned>(i)));
    }
    co_await group.join();
    loop.end(context);
  }
  exchange.add_to(context.claim(), 1, loop.due_ns.size());
}

struct EchoOpen {
  static Workload describe() { return ShortOpenLoop::describe("echo_open", "echo", "connections"); }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments& arguments) {
    return ShortOpenLoop::not_applicable(capabilities, arguments);
  }

  template <Runtime R>
  static typename R::template Task<void> converse(R& runtime, typename R::Socket& socket, Context& context,
                                                  std::span<const std::byte> message, OnSchedule pace) {
    std::vector<std::byte> answer(message.size());
    while (const std::optional<std::int64_t> due_ns = pace.next()) {
      const std::int64_t now_ns = Context::now_ns();
      if (now_ns < *due_ns) co_await runtime.sleep(std::chrono::nanoseconds(*due_ns - now_ns));
      const std::int64_t sent_ns = Context::now_ns();
      pace.sent(*due_ns, sent_ns);
      co_await socket.write(message);
      std::size_t have = 0;
      while (have < answer.size()) have += co_await socket.read_some(std::span(answer).subspan(have));
      const std::int64_t answered_ns = Context::now_ns();
      context.record(answered_ns - *due_ns);
      context.record_uncorrected(answered_ns - sent_ns);
      if (!same_bytes(message, answer)) context.fail("an echo came back changed");
    }
  }

  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    OpenLoop loop = ShortOpenLoop::loop(context);
    const EchoTraffic traffic(context.count(ShortOpenLoop::kConnections), context.count(ShortOpenLoop::kBytes));
    Connections<R> connections(traffic.connections());
    co_await open_all<R>(runtime, context, connections);
    std::vector<std::uint64_t> repeats(connections.size());
    {
      typename R::Group group(runtime);
      loop.begin(context);
      for (std::size_t i = 0; i < connections.size(); ++i) {
        group.spawn(converse<R>(runtime, *connections[i], context, traffic.message(i), OnSchedule{&loop, i, connections.size()}));
        repeats[i] = loop.share(i, connections.size());
      }
      co_await group.join();
      loop.end(context);
    }
    traffic.add_to(context.claim(), repeats);
  }
};

struct GatherOpen {
  static Workload describe() {
    Workload workload = ShortOpenLoop::describe("gather_open", "request", "requests");
    workload.speaks_http = true;
    workload.target_parameters = {"bytes"};
    for (Case& one : workload.cases) one.quick = false;  // keepalive_open asks on a schedule too
    return workload;
  }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments& arguments) {
    return ShortOpenLoop::not_applicable(capabilities, arguments);
  }

  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    OpenLoop loop = ShortOpenLoop::loop(context);
    HttpExchange exchange(context, 0, context.argument(ShortOpenLoop::kBytes));
    co_await get_on_schedule<R>(runtime, context, exchange, loop, context.count(ShortOpenLoop::kConnections));
  }
};

/// What a service behind keep-alive connections lives with: so many clients, an upstream that takes its time, and a rate.
struct KeepAliveOpen {
  enum {
    kConnections,
    kPerSecond,
    kDelayUs,
    kBytes,
    kPassMs
  };

  static Workload describe() {
    return {.name = "keepalive_open",
            .operation = "request",
            .parameters = {"connections", "per_second", "delay_us", "bytes", "pass_ms"},
            .cases = {{.arguments = {256, 5'000, 5'000, 64, 100}, .quick = true}, {.arguments = {10'000, 20'000, 5'000, 64, 1'000}}},
            .needs_target = true,
            .speaks_http = true,
            .sockets = "connections",
            .target_parameters = {"delay_us", "bytes"},
            .headline = "latency_p99_ns"};
  }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments& arguments) {
    if (arguments[kPassMs] == 0) return "pass_ms: at least 1";
    if (const std::string why = OpenLoop::not_applicable(capabilities, arguments[kConnections], arguments[kPerSecond]); !why.empty()) return why;
    return too_many_waits(capabilities, arguments[kConnections], 0);
  }

  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    OpenLoop loop(context.argument(kPerSecond), true, static_cast<double>(context.argument(kPassMs)) / 1e3);
    HttpExchange exchange(context, context.argument(kDelayUs), context.argument(kBytes));
    co_await get_on_schedule<R>(runtime, context, exchange, loop, context.count(kConnections));
  }
};

}  // namespace unblock::bench
