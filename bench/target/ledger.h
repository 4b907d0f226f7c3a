// What the target counted, and the digest that proves what it received. A worker or the harness computes the expected
// digest with the same functions and compares.
//
// The digest is a sum modulo 2^64, so neither the order of connections nor the way TCP cut the bytes changes it:
//   echo  one XXH3-64 over all bytes received on a connection, added once per connection that sent any;
//   HTTP  one XXH3-64 over each request target ("/wait/5000/64"), added once per request, so that it does not matter
//         which connection of a client's pool carried it;
//   UDP   one XXH3-64 over each datagram.
#pragma once

#define XXH_STATIC_LINKING_ONLY  // the size of the state, to keep it inside a connection
#include <xxhash.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace unblock::bench {

/// A chunk of a stream that leaves this much after its time counts as late.
inline constexpr std::uint64_t kLateChunkNs = 1'000'000;

/// What one request target adds to the digest.
inline std::uint64_t request_digest(std::string_view target) { return XXH3_64bits(target.data(), target.size()); }

inline std::uint64_t datagram_digest(const void* bytes, std::size_t size) { return XXH3_64bits(bytes, size); }

/// The bytes that one echo connection sent, in order, cut anywhere.
class EchoDigest {
 public:
  EchoDigest() { reset(); }

  void reset() {
    XXH3_64bits_reset(&state_);
    empty_ = true;
  }

  void update(const void* bytes, std::size_t size) {
    if (size == 0) return;
    XXH3_64bits_update(&state_, bytes, size);
    empty_ = false;
  }
  void update(std::string_view bytes) { update(bytes.data(), bytes.size()); }

  /// What this connection adds to the digest: 0 when it sent nothing.
  std::uint64_t value() const { return empty_ ? 0 : XXH3_64bits_digest(&state_); }

 private:
  XXH3_state_t state_;
  bool empty_ = true;
};

/// Counters since the last reset.
struct Ledger {
  std::uint64_t connections = 0;  ///< accepted
  std::uint64_t closed = 0;
  std::uint64_t unix_connections = 0;  ///< of the accepted, over the Unix socket
  std::uint64_t tls_connections = 0;   ///< of the accepted, whose TLS handshake is over
  std::uint64_t tls_resumed = 0;       ///< of these, with a ticket
  std::uint64_t tls_failed = 0;        ///< closed because what came was not the TLS that it began as
  std::uint64_t datagrams_in = 0;      ///< over UDP; their bytes are not among the other ones
  std::uint64_t datagrams_out = 0;     ///< what the kernel did not take is lost
  std::uint64_t refused = 0;      ///< turned away because no file descriptor was left
  std::uint64_t aborted = 0;      ///< closed while a response was owed or under way
  std::uint64_t malformed = 0;    ///< requests answered with 400
  std::uint64_t requests = 0;     ///< whole and well-formed
  std::uint64_t responses = 0;    ///< written to the last byte, 400 not among them
  std::uint64_t chunks = 0;       ///< events of streams
  std::uint64_t bytes_in = 0;     ///< of payload: with TLS, what it carries
  std::uint64_t bytes_out = 0;
  std::uint64_t echo_bytes = 0;   ///< written back on echo connections
  std::uint64_t digest = 0;       ///< of closed echo connections, all requests and all datagrams
  std::uint64_t late_chunks = 0;  ///< sent later than kLateChunkNs after their time, through the target's own fault
  std::uint64_t blocked_chunks = 0;   ///< had to wait because the peer did not read
  std::uint64_t max_lateness_ns = 0;  ///< of chunks that were not blocked
};

}  // namespace unblock::bench
