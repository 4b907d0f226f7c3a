// stream: K streams of chunks that arrive on the target's schedule, as an LLM sends tokens. How late they are when they get here.
#pragma once

#include <fmt/format.h>

#include <memory>

#include "bench/workloads/connections.h"
#include "bench/workloads/http_exchange.h"
#include "bench/workloads/stream_reader.h"
#include "bench/workloads/workload.h"

namespace unblock::bench {

struct Stream {
  enum {
    kStreams,
    kChunks,
    kIntervalUs
  };
  static constexpr std::size_t kBytes = 128;
  /// A stream is good when its first chunk and every gap between two chunks is at most this much later than its schedule.
  static constexpr std::int64_t kLateNs = 5'000'000;

  static constexpr bool kOverTls = true;

  static Workload describe() {
    return {.name = "stream",
            .operation = "chunk",
            .parameters = {"streams", "chunks", "interval_us"},
            .cases = {{.arguments = {8, 10, 4'000}, .quick = true}, {.arguments = {500, 50, 20'000}}, {.arguments = {500, 50, 20'000}, .wire = Wire::tls}},
            .needs_target = true,
            .wires = kStreamWires,
            .sockets = "streams",
            .headline = "latency_p99_ns"};
  }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments& arguments) {
    return too_many_waits(capabilities, arguments[kStreams],
                          static_cast<double>(arguments[kChunks]) * static_cast<double>(arguments[kIntervalUs]) / 1e6);
  }

  /// What all streams measure together; as safe between threads as the histogram.
  struct Gaps {
    Histogram first_chunk, between, target_late;
    void sent(std::int64_t late_ns) { target_late.record_concurrent(static_cast<std::uint64_t>(std::max<std::int64_t>(0, late_ns))); }
    void first(std::int64_t ns) { first_chunk.record_concurrent(static_cast<std::uint64_t>(ns)); }
    void next(std::int64_t ns) { between.record_concurrent(static_cast<std::uint64_t>(ns)); }
  };
  struct Outcome {
    std::uint64_t chunks = 0;
    bool good = true;
  };

  template <Runtime R>
  static typename R::template Task<void> follow(typename R::Socket& socket, Context& context, const HttpExchange& exchange,
                                                Gaps* gaps, Outcome* outcome) {
    StreamReader reader(kBytes);
    const std::int64_t interval_ns = context.argument(kIntervalUs) * 1'000;
    const std::int64_t asked_ns = Context::now_ns();
    std::int64_t previous_ns = asked_ns;
    co_await socket.write(exchange.request());
    while (!reader.done()) {
      reader.received(co_await socket.read_some(reader.space()));
      while (const auto event = reader.next()) {
        const std::int64_t now_ns = Context::now_ns();
        if (context.target_elsewhere()) {
          // By this clock alone: the schedule begins as it is asked for, and the way there and back is part of each.
          context.record(now_ns - asked_ns - static_cast<std::int64_t>(event->sequence + 1) * interval_ns);
        } else {
          context.record(now_ns - static_cast<std::int64_t>(event->intended_ns));
          context.record_uncorrected(now_ns - static_cast<std::int64_t>(event->sent_ns));
          gaps->sent(static_cast<std::int64_t>(event->sent_ns - event->intended_ns));
        }
        outcome->chunks++ == 0 ? gaps->first(now_ns - previous_ns) : gaps->next(now_ns - previous_ns);
        if (now_ns - previous_ns > interval_ns + kLateNs) outcome->good = false;
        previous_ns = now_ns;
      }
    }
    if (!reader.problem().empty()) context.fail(reader.problem());
  }

  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    const HttpExchange exchange(fmt::format("/stream/{}/{}/{}", context.argument(kChunks), context.argument(kIntervalUs), kBytes));
    Connections<R> connections(context.count(kStreams));
    co_await open_all<R>(runtime, context, connections);
    const auto gaps = std::make_unique<Gaps>();
    std::vector<Outcome> outcomes(connections.size());
    {
      typename R::Group group(runtime);
      context.start();
      for (std::size_t i = 0; i < connections.size(); ++i) {
        group.spawn(follow<R>(*connections[i], context, exchange, gaps.get(), &outcomes[i]));
      }
      co_await group.join();
      context.stop();
    }
    report(context, *gaps, outcomes);
    exchange.add_to(context.claim(), connections.size(), 1);
  }

  static void report(Context& context, const Gaps& gaps, const std::vector<Outcome>& outcomes) {
    for (const Outcome& outcome : outcomes) {
      if (outcome.chunks != context.count(kChunks)) context.fail("a stream did not bring all its chunks");
    }
    const auto good = std::count_if(outcomes.begin(), outcomes.end(), [](const Outcome& outcome) { return outcome.good; });
    context.measure("first_chunk_p50_ns", gaps.first_chunk.quantile_ns(0.5));
    context.measure("first_chunk_p99_ns", gaps.first_chunk.quantile_ns(0.99));
    context.measure("between_chunks_p50_ns", gaps.between.quantile_ns(0.5));
    context.measure("between_chunks_p99_ns", gaps.between.quantile_ns(0.99));
    if (!context.target_elsewhere()) context.measure("target_late_p99_ns", gaps.target_late.quantile_ns(0.99));
    context.measure("good_streams", static_cast<double>(good) / static_cast<double>(outcomes.size()));
    context.operations(outcomes.size() * context.count(kChunks));
    context.waits(static_cast<std::int64_t>(outcomes.size()) * context.argument(kChunks) * context.argument(kIntervalUs) * 1'000);
  }
};

}  // namespace unblock::bench
