// Requests over UDP, without a socket: what is under way, what came back, what is given up as lost. A number in each message tells a late or
// doubled answer from the one that is waited for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bench/measure/context.h"
#include "bench/workloads/echo_traffic.h"

namespace unblock::bench {

class DatagramTraffic {
 public:
  /// In front of a message: whose it is, and the how many-th of those.
  static constexpr std::size_t kHead = 2 * sizeof(std::uint32_t);

  /// `flows` requests at once of `bytes` each, kHead at least; each flow asks `times` times.
  DatagramTraffic(std::size_t flows, std::size_t bytes, std::uint64_t times);

  bool done() const { return waiting_ == 0; }
  std::uint64_t answered() const { return answered_; }
  std::uint64_t lost() const { return lost_; }
  /// Answers that were thrown away: a second one, or one to what had been given up.
  std::uint64_t dropped() const { return dropped_; }
  /// With something that is no answer to anything: one clause. Empty: all was in order.
  const char* problem() const { return problem_; }

  /// What each of these calls returns is to be sent now, messages one behind the other; it stays until the next of them.
  std::span<const std::byte> begin(std::int64_t now_ns);
  /// `datagrams` are whole messages. `latency` is told how long each answer took.
  template <class Latency>
  std::span<const std::byte> arrived(std::span<const std::byte> datagrams, std::int64_t now_ns, Latency latency) {
    outgoing_.clear();
    for (; !datagrams.empty(); datagrams = datagrams.subspan(bytes_)) {
      if (const std::int64_t sent_ns = take(datagrams.first(bytes_), now_ns); sent_ns >= 0) latency(now_ns - sent_ns);
    }
    return outgoing_;
  }
  /// Gives up what was sent before `sent_before_ns`, and asks anew.
  std::span<const std::byte> give_up(std::int64_t sent_before_ns, std::int64_t now_ns);

  /// Adds what was sent and received. Costs a hash of each message.
  void add_to(Claim& claim) const;

 private:
  struct Flow {
    std::uint64_t left = 0;      ///< answers that it still wants
    std::uint32_t asked = 0;     ///< messages sent
    std::int64_t sent_ns = 0;    ///< the last of them
  };

  /// When the message was sent whose answer this is; below 0: it answers none that is waited for.
  std::int64_t take(std::span<const std::byte> datagram, std::int64_t now_ns);
  void ask(std::size_t flow, std::int64_t now_ns);
  void write(std::size_t flow, std::uint32_t number, std::byte* into) const;

  std::size_t bytes_;
  EchoTraffic messages_;
  std::vector<Flow> flows_;
  std::vector<std::byte> outgoing_, expected_;
  std::size_t waiting_;  ///< flows that want more
  std::uint64_t answered_ = 0, lost_ = 0, dropped_ = 0;
  const char* problem_ = "";
};

}  // namespace unblock::bench
