// Patterns and digests of echo messages.
#include "bench/workloads/echo_traffic.h"

#include "bench/target/ledger.h"

namespace unblock::bench {

EchoTraffic::EchoTraffic(std::size_t connections, std::size_t bytes)
    : connections_(connections), bytes_(bytes), messages_(connections * bytes) {
  for (std::size_t i = 0; i < messages_.size(); ++i) {
    // 0x80 and above: never the first byte of an HTTP method, so that the target echoes.
    messages_[i] = static_cast<std::byte>(0x80 | ((i / bytes_ * 31 + i % bytes_ * 7) & 0x7f));
  }
}

void EchoTraffic::add_to(Claim& claim, std::span<const std::uint64_t> repeats) const {
  for (std::size_t connection = 0; connection < connections_; ++connection) {
    EchoDigest digest;
    for (std::uint64_t i = 0; i < repeats[connection]; ++i) digest.update(message(connection).data(), bytes_);
    claim.digest += digest.value();
    claim.bytes_out += repeats[connection] * bytes_;
    claim.bytes_in += repeats[connection] * bytes_;
  }
}

}  // namespace unblock::bench
