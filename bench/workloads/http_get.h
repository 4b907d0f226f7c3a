// GETs on keep-alive connections: the one loop of every workload that asks the target, or a real server, again and again.
#pragma once

#include <optional>
#include <stdexcept>

#include "bench/workloads/connections.h"
#include "bench/workloads/http_exchange.h"

namespace unblock::bench {

/// One request to a real server. It may close a connection between two requests, as most do after some hundred; then the
/// request goes out again on a new one, and the time that this takes is part of its latency.
template <Runtime R>
typename R::template Task<void> ask_real(R& runtime, std::optional<typename R::Socket>& socket, Context& context,
                                         const HttpExchange& exchange, HttpReader& reader) {
  for (bool again = false;; again = true) {
    if (again || !socket || !reader.keeps_alive()) {
      if (socket) context.reconnected();
      socket.reset();
      socket.emplace(co_await runtime.connect(context.target()));
      reader.start_afresh();
    }
    try {
      co_await socket->write(exchange.request());
      while (!reader.received(co_await socket->read_some(reader.space()))) {
      }
      co_return;
    } catch (const std::exception&) {
      if (reader.closed()) co_return;  // the end of the connection was the end of the answer, or its fault
      if (again) throw std::runtime_error("the server closes its connections without an answer");
    }
  }
}

/// Asks as a pace says:
///   next() -> optional<int64>  when the next request is due, in ns of Context::now_ns(); 0: at once, and its latency counts
///                              from when it was sent; nothing: that was the last
///   sent(due_ns, sent_ns)      a request goes out
///   kOpen                      whether the latency from when it was sent is kept as well
template <Runtime R, class Pace>
typename R::template Task<void> get(R& runtime, std::optional<typename R::Socket>& socket, Context& context,
                                    const HttpExchange& exchange, Pace pace, unsigned task) {
  HttpReader reader(exchange);
  while (const std::optional<std::int64_t> due_ns = pace.next()) {
    std::int64_t sent_ns = Context::now_ns();
    if (sent_ns < *due_ns) {
      co_await runtime.sleep(std::chrono::nanoseconds(*due_ns - sent_ns));
      sent_ns = Context::now_ns();
    }
    pace.sent(*due_ns, sent_ns);
    if (exchange.real()) {
      co_await ask_real<R>(runtime, socket, context, exchange, reader);
    } else {
      co_await socket->write(exchange.request());
      while (!reader.received(co_await socket->read_some(reader.space()))) {
      }
    }
    const std::int64_t answered_ns = Context::now_ns();
    context.record(answered_ns - (*due_ns == 0 ? sent_ns : *due_ns));
    if constexpr (Pace::kOpen) context.record_uncorrected(answered_ns - sent_ns);
    context.record_span(task, sent_ns, answered_ns);
    if (reader.problem().empty()) continue;
    context.fail(reader.problem());
    co_return;
  }
}

/// A number of requests, one after another.
struct OneAfterAnother {
  static constexpr bool kOpen = false;
  std::uint64_t left;
  std::optional<std::int64_t> next() { return left-- > 0 ? std::optional<std::int64_t>(0) : std::nullopt; }
  void sent(std::int64_t, std::int64_t) {}
};

/// A real server's first answer is what the others must be, and the second says how long one takes.
template <Runtime R>
typename R::template Task<void> learn(R& runtime, Context& context, HttpExchange& exchange) {
  if (exchange.body_known()) co_return;
  std::optional<typename R::Socket> socket;
  HttpReader reader(exchange);
  co_await ask_real<R>(runtime, socket, context, exchange, reader);
  if (!reader.problem().empty()) throw std::runtime_error("the server at --target cannot be used: " + reader.problem());
  exchange.learn(reader.take_body());
  const std::int64_t sent_ns = Context::now_ns();
  co_await ask_real<R>(runtime, socket, context, exchange, reader);
  if (!reader.problem().empty()) throw std::runtime_error("the server at --target cannot be used: " + reader.problem());
  exchange.learn_pace(Context::now_ns() - sent_ns);
}

}  // namespace unblock::bench
