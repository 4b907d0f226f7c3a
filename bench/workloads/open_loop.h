// echo_open, gather_open: requests on a schedule that does not wait for answers; latency counts from the intended start.
#pragma once

#include <atomic>

#include "bench/workloads/echo.h"
#include "bench/workloads/gather.h"
#include "bench/workloads/schedule.h"

namespace unblock::bench {

/// What both have in common: the arguments, the schedule, dealt out to the connections in turn.
struct OpenLoop {
  enum { kConnections, kBytes, kPerSecond, kPoisson };
  static constexpr double kPassS = 0.1;
  static constexpr std::uint64_t kSeed = 20'240'229;

  static Workload describe(std::string_view name, std::string_view operation, std::string_view connections) {
    return {.name = name,
            .operation = operation,
            .parameters = {connections, "bytes", "per_second", "poisson"},
            .cases = {{.arguments = {64, 64, 5'000, 0}},
                      {.arguments = {64, 64, 5'000, 1}, .quick = true},
                      {.arguments = {64, 64, 20'000, 1}}},
            .needs_target = true,
            .sockets = kConnections};
  }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments& arguments) {
    if (arguments[kPerSecond] == 0) return "per_second: at least 1";
    if (const std::string why = needs_overlap(capabilities); !why.empty()) return "a schedule cannot be kept: " + why;
    const bool too_few = capabilities.threads_per_task && capabilities.threads != 0 &&
                         arguments[kConnections] > static_cast<std::int64_t>(capabilities.threads);
    return too_few ? "a schedule cannot be kept: more connections than threads" : "";
  }

  explicit OpenLoop(const Context& context)
      : due_ns(arrival_schedule(std::max<std::size_t>(1, static_cast<std::size_t>(kPassS * static_cast<double>(context.argument(kPerSecond)))),
                                static_cast<double>(context.argument(kPerSecond)), context.argument(kPoisson) != 0, kSeed)) {}

  /// How many requests connection `index` of `connections` gets.
  std::uint64_t share(std::size_t index, std::size_t connections) const {
    return due_ns.size() / connections + (index < due_ns.size() % connections ? 1 : 0);
  }

  /// Waits until request `number` is due; returns its intended start.
  template <Runtime R>
  typename R::template Task<std::int64_t> wait_until_due(R& runtime, std::size_t number) {
    const std::int64_t intended_ns = start_ns + due_ns[number];
    const std::int64_t now_ns = Context::now_ns();
    if (now_ns < intended_ns) co_await runtime.sleep(std::chrono::nanoseconds(intended_ns - now_ns));
    if (Context::now_ns() - intended_ns > kLateStartNs) late.fetch_add(1, std::memory_order_relaxed);
    co_return intended_ns;
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

struct EchoOpen {
  static Workload describe() { return OpenLoop::describe("echo_open", "echo", "connections"); }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments& arguments) {
    return OpenLoop::not_applicable(capabilities, arguments);
  }

  template <Runtime R>
  static typename R::template Task<void> converse(R& runtime, typename R::Socket& socket, Context& context, OpenLoop& loop,
                                                  std::span<const std::byte> message, std::size_t first, std::size_t step) {
    std::vector<std::byte> answer(message.size());
    for (std::size_t number = first; number < loop.due_ns.size(); number += step) {
      const std::int64_t intended_ns = co_await loop.wait_until_due<R>(runtime, number);
      const std::int64_t sent_ns = Context::now_ns();
      co_await socket.write(message);
      std::size_t have = 0;
      while (have < answer.size()) have += co_await socket.read_some(std::span(answer).subspan(have));
      const std::int64_t answered_ns = Context::now_ns();
      context.record(answered_ns - intended_ns);
      context.record_uncorrected(answered_ns - sent_ns);
      if (!same_bytes(message, answer)) context.fail("an echo came back changed");
    }
  }

  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    OpenLoop loop(context);
    const EchoTraffic traffic(context.count(OpenLoop::kConnections), context.count(OpenLoop::kBytes));
    Connections<R> connections(traffic.connections());
    co_await open_all<R>(runtime, context, connections);
    std::vector<std::uint64_t> repeats(connections.size());
    {
      typename R::Group group(runtime);
      loop.begin(context);
      for (std::size_t i = 0; i < connections.size(); ++i) {
        group.spawn(converse<R>(runtime, *connections[i], context, loop, traffic.message(i), i, connections.size()));
        repeats[i] = loop.share(i, connections.size());
      }
      co_await group.join();
      loop.end(context);
    }
    traffic.add_to(context.claim(), repeats);
  }
};

struct GatherOpen {
  static Workload describe() { return OpenLoop::describe("gather_open", "request", "requests"); }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments& arguments) {
    return OpenLoop::not_applicable(capabilities, arguments);
  }

  template <Runtime R>
  static typename R::template Task<void> get(R& runtime, typename R::Socket& socket, Context& context, OpenLoop& loop,
                                             const HttpExchange& exchange, std::size_t first, std::size_t step) {
    HttpReader reader(exchange);
    for (std::size_t number = first; number < loop.due_ns.size(); number += step) {
      const std::int64_t intended_ns = co_await loop.wait_until_due<R>(runtime, number);
      const std::int64_t sent_ns = Context::now_ns();
      co_await socket.write(exchange.request());
      std::size_t count = 0;
      do {
        count = co_await socket.read_some(reader.space());
      } while (!reader.received(count));
      const std::int64_t answered_ns = Context::now_ns();
      context.record(answered_ns - intended_ns);
      context.record_uncorrected(answered_ns - sent_ns);
      if (!reader.problem().empty()) context.fail(reader.problem());
    }
  }

  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    OpenLoop loop(context);
    const HttpExchange exchange(context, 0, context.argument(OpenLoop::kBytes));
    Connections<R> connections(context.count(OpenLoop::kConnections));
    co_await open_all<R>(runtime, context, connections);
    {
      typename R::Group group(runtime);
      loop.begin(context);
      for (std::size_t i = 0; i < connections.size(); ++i) {
        group.spawn(get<R>(runtime, *connections[i], context, loop, exchange, i, connections.size()));
      }
      co_await group.join();
      loop.end(context);
    }
    exchange.add_to(context.claim(), 1, loop.due_ns.size());
  }
};

}  // namespace unblock::bench
