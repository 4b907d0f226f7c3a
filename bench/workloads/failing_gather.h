// failing_gather: one of N requests fails. How soon the caller knows, and what has become of the others.
#pragma once

#include <atomic>

#include "bench/workloads/gather.h"

namespace unblock::bench {

struct FailingGather {
  enum {
    kRequests,
    kDelayUs,
    kFailFast
  };
  static constexpr std::int64_t kBytes = 64;

  static Workload describe() {
    return {.name = "failing_gather",
            .operation = "request",
            .parameters = {"requests", "delay_us", "fail_fast"},
            .cases = {{.arguments = {16, 10'000, 0}, .quick = true}, {.arguments = {16, 30'000, 1}}, {.arguments = {100, 20'000, 0}}, {.arguments = {100, 20'000, 1}}},
            .needs_target = true,
            .sockets = "requests"};
  }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments& arguments) {
    if (arguments[kFailFast] != 0) return needs_cancellation(capabilities);
    return too_many_waits(capabilities, arguments[kRequests], static_cast<double>(arguments[kDelayUs]) / 1e6);
  }

  struct Outcome {
    std::atomic<std::int64_t> finished = 0;
    std::atomic<std::int64_t> stopped = 0;
    std::int64_t failed_ns = 0;
  };

  /// Thrown by the request that fails, so that nothing else is taken for it.
  struct Refused : std::runtime_error {
    using std::runtime_error::runtime_error;
  };

  /// Waits made through the scope where there is one, else through the socket.
  template <Runtime R, class Scope>
  static typename R::template Task<void> good(Scope& scope, typename R::Socket& socket, const HttpExchange& exchange,
                                              Context& context, Outcome* outcome) {
    HttpReader reader(exchange);
    bool stopped = true;
    try {
      co_await scope.write(socket, exchange.request());
      std::size_t count = 0;
      do {
        count = co_await scope.read_some(socket, reader.space());
      } while (!reader.received(count));
      if (!reader.problem().empty()) context.fail(reader.problem());
      stopped = false;
    } catch (const std::exception&) {
      ++outcome->stopped;
      throw;
    }
    if (!stopped) ++outcome->finished;
  }

  template <Runtime R, class Scope>
  static typename R::template Task<void> bad(Scope& scope, typename R::Socket& socket, const HttpExchange& exchange,
                                             bool fail_fast, Outcome* outcome) {
    HttpReader reader(exchange);
    co_await scope.write(socket, exchange.request());
    std::size_t count = 0;
    do {
      count = co_await scope.read_some(socket, reader.space());
    } while (!reader.received(count));
    outcome->failed_ns = Context::now_ns();
    if (fail_fast) scope.cancel();
    throw Refused(reader.problem());
  }

  /// A group with the face of a scope that cannot cancel.
  template <Runtime R>
  struct PlainGroup : R::Group {
    using R::Group::Group;
    auto read_some(typename R::Socket& socket, std::span<std::byte> buffer) { return socket.read_some(buffer); }
    auto write(typename R::Socket& socket, std::span<const std::byte> bytes) { return socket.write(bytes); }
    void cancel() {}
  };

  template <Runtime R, class Scope>
  static typename R::template Task<void> gather(R& runtime, Context& context, Connections<R>& connections, Outcome* outcome) {
    const HttpExchange exchange(context, context.argument(kDelayUs), kBytes), failing("/status/500");
    const bool fail_fast = context.argument(kFailFast) != 0;
    Scope scope(runtime);
    std::int64_t known_ns = 0;
    context.start();
    for (std::size_t i = 0; i + 1 < connections.size(); ++i) {
      scope.spawn(good<R>(scope, *connections[i], exchange, context, outcome));
    }
    scope.spawn(bad<R>(scope, *connections.back(), failing, fail_fast, outcome));
    try {
      co_await scope.join();
    } catch (const Refused&) {
      known_ns = Context::now_ns();
    }
    context.stop();
    if (known_ns == 0) {
      context.fail("the error of the failing request did not reach the caller");
    } else {
      context.record(known_ns - outcome->failed_ns);
    }
    exchange.add_to(context.claim(), connections.size() - 1, 1);
    failing.add_to(context.claim(), 1, 1);
  }

  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    Connections<R> connections(context.count(kRequests));
    co_await open_all<R>(runtime, context, connections);
    Outcome outcome;
    const auto others = static_cast<std::int64_t>(connections.size()) - 1;
    if constexpr (Cancels<R>) {
      if (context.argument(kFailFast) != 0) {
        co_await gather<R, typename R::CancelScope>(runtime, context, connections, &outcome);
      } else {
        co_await gather<R, PlainGroup<R>>(runtime, context, connections, &outcome);
      }
    } else {
      co_await gather<R, PlainGroup<R>>(runtime, context, connections, &outcome);
    }
    if (outcome.finished + outcome.stopped != others) context.fail("some of the other requests were neither finished nor stopped");
    context.measure("others_finished", static_cast<double>(outcome.finished));
    context.measure("others_stopped", static_cast<double>(outcome.stopped));
    context.operations(connections.size());
  }
};

}  // namespace unblock::bench
