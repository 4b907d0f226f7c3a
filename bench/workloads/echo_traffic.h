// What goes over an echo connection, and what the target must have seen of it. No I/O here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "bench/measure/context.h"

namespace unblock::bench {

/// One message per connection, each different, so that a mixed-up answer is seen.
class EchoTraffic {
 public:
  EchoTraffic(std::size_t connections, std::size_t bytes);

  std::span<const std::byte> message(std::size_t connection) const {
    return {messages_.data() + connection * bytes_, bytes_};
  }
  std::size_t connections() const { return connections_; }

  /// Adds to the claim what `repeats(connection)` messages on every connection amount to. Costs a hash of all of them.
  void add_to(Claim& claim, std::span<const std::uint64_t> repeats) const;

 private:
  std::size_t connections_;
  std::size_t bytes_;
  std::vector<std::byte> messages_;
};

/// Whether a message came back as it was sent. std::equal compares std::byte one by one, which costs more than the echo's own code.
inline bool same_bytes(std::span<const std::byte> sent, std::span<const std::byte> received) {
  return sent.size() == received.size() && std::memcmp(sent.data(), received.data(), sent.size()) == 0;
}

/// Messages per connection that make a pass of some hundredths of a second.
inline std::uint64_t pings_per_connection(std::size_t connections) {
  constexpr std::uint64_t kPerPass = 4096;
  return connections >= kPerPass ? 1 : kPerPass / connections;
}

}  // namespace unblock::bench
