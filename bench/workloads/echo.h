// echo: C connections, each sends B bytes and waits for them to come back. Requests a second, and latency.
#pragma once

#include <algorithm>

#include "bench/workloads/connections.h"
#include "bench/workloads/echo_datagrams.h"
#include "bench/workloads/echo_traffic.h"
#include "bench/workloads/workload.h"

namespace unblock::bench {

/// Sends one message and reads it back.
template <Runtime R>
typename R::template Task<void> ping_pong(typename R::Socket& socket, Context& context, std::span<const std::byte> message,
                                          std::uint64_t times) {
  // One byte more than should come: a read that is not filled has emptied the socket, and a loop need not ask once more.
  std::vector<std::byte> answer(message.size() + 1);
  for (std::uint64_t i = 0; i < times; ++i) {
    const std::int64_t sent_ns = context.now_ns();
    co_await socket.write(message);
    std::size_t have = 0;
    while (have < message.size()) have += co_await socket.read_some(std::span(answer).subspan(have));
    context.record(context.now_ns() - sent_ns);
    if (!same_bytes(message, std::span(answer).first(have))) context.fail("an echo came back changed");
  }
}

struct Echo {
  enum {
    kConnections,
    kBytes
  };

  static constexpr bool kOverTls = true, kOverDatagrams = true;

  static Workload describe() {
    return {.name = "echo",
            .operation = "echo",
            .parameters = {"connections", "bytes"},
            .cases = {{.arguments = {1, 64}},
                      {.arguments = {64, 64}, .quick = true},
                      {.arguments = {64, 1024}},
                      {.arguments = {64, 65'536}},
                      {.arguments = {1'000, 64}},
                      {.arguments = {10'000, 64}},
                      {.arguments = {64, 64}, .wire = Wire::unix_socket},
                      {.arguments = {64, 64}, .wire = Wire::tls},
                      {.arguments = {64, 65'536}, .wire = Wire::tls},
                      {.arguments = {64, 64}, .wire = Wire::udp},
                      {.arguments = {64, 1024}, .wire = Wire::udp}},
            .needs_target = true,
            .wires = {Wire::unix_socket, Wire::tls, Wire::tls_resumed, Wire::udp},
            .sockets = "connections",
            .every_placement = true};
  }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments& arguments) {
    return too_many_waits(capabilities, arguments[kConnections], 0);
  }

  template <HasDatagrams R>
  static typename R::template Task<void> datagram_pass(R& runtime, Context& context) {
    return EchoDatagrams::pass<R>(runtime, context, context.count(kConnections), context.count(kBytes), pings_per_connection(context.count(kConnections)));
  }

  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    const EchoTraffic traffic(context.count(kConnections), context.count(kBytes));
    const std::uint64_t times = pings_per_connection(traffic.connections());
    Connections<R> connections(traffic.connections());
    co_await open_all<R>(runtime, context, connections);
    {
      typename R::Group group(runtime);
      context.start();
      for (std::size_t i = 0; i < connections.size(); ++i) {
        group.spawn(ping_pong<R>(*connections[i], context, traffic.message(i), times));
      }
      co_await group.join();
      context.stop();
    }
    context.operations(times * connections.size());
    context.closed_loop(R::kCapabilities.at_once(connections.size()), 0);
    const std::vector<std::uint64_t> repeats(connections.size(), times);
    traffic.add_to(context.claim(), repeats);
  }
};

}  // namespace unblock::bench
