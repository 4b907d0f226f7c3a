// What a worker says it did to the target since it started; the target's own count must agree.
#pragma once

#include <cstdint>

namespace unblock::bench {

struct Claim {
  std::uint64_t connections = 0;
  std::uint64_t requests = 0;    ///< HTTP requests
  std::uint64_t bytes_out = 0;   ///< sent by the worker
  std::uint64_t bytes_in = 0;    ///< received by the worker; 0 where the amount is the server's choice
  std::uint64_t unix_connections = 0;  ///< of the connections, over a Unix socket
  std::uint64_t tls_connections = 0;   ///< of the connections, over TLS
  std::uint64_t tls_resumed = 0;       ///< of these, with the ticket of one before
  std::uint64_t datagrams_out = 0;     ///< over UDP: sent,
  std::uint64_t datagrams_in = 0;      ///< received,
  std::uint64_t datagrams_dropped = 0; ///< and of these, those that answered nothing which was still waited for
  std::uint64_t digest = 0;      ///< as in bench/target/ledger.h, over what was sent
};

}  // namespace unblock::bench
