// The comparison, figure by figure.
#include "bench/target/claim_check.h"

#include <fmt/format.h>

namespace unblock::bench {

namespace {

/// Datagrams may be lost on either way, and doubled by the network; a doubled one is answered twice, so that its second answer was dropped.
std::string impossible(const Claim& claim, const TargetReport& report) {
  if (report.datagrams_in > claim.datagrams_out + claim.datagrams_dropped) {
    return fmt::format("the worker claims {} datagrams sent, the target received {}", claim.datagrams_out, report.datagrams_in);
  }
  if (claim.datagrams_in > report.datagrams_out + claim.datagrams_dropped) {
    return fmt::format("the worker claims {} datagrams received, the target sent {}", claim.datagrams_in, report.datagrams_out);
  }
  return {};
}

}  // namespace

std::string disagreement(const Claim& claim, const TargetReport& report) {
  if (const std::string why = impossible(claim, report); !why.empty()) return why;
  const auto differ = [](const char* what, std::uint64_t claimed, std::uint64_t counted) {
    return fmt::format("the worker claims {} {}, the target counted {}", claimed, what, counted);
  };
  if (claim.connections != report.connections) return differ("connections", claim.connections, report.connections);
  if (claim.unix_connections != report.unix_connections) return differ("connections over a Unix socket", claim.unix_connections, report.unix_connections);
  if (claim.tls_connections != report.tls_connections) return differ("connections over TLS", claim.tls_connections, report.tls_connections);
  if (claim.tls_resumed != report.tls_resumed) return differ("resumed TLS connections", claim.tls_resumed, report.tls_resumed);
  if (claim.requests != report.requests) return differ("requests", claim.requests, report.requests);
  // An HTTP library writes headers of its own: its worker leaves the bytes out, and the digest proves the requests.
  const bool leaves_bytes_out = claim.requests > 0 && claim.bytes_out == 0;
  if (!leaves_bytes_out && claim.bytes_out != report.bytes_in) return differ("bytes sent", claim.bytes_out, report.bytes_in);
  if (claim.requests == 0 && claim.bytes_in != report.bytes_out) {
    return differ("bytes received", claim.bytes_in, report.bytes_out);
  }
  const bool lost_or_doubled = claim.datagrams_out != report.datagrams_in;  // what arrived is known to the target alone
  if (claim.digest != report.digest && !lost_or_doubled) {
    return fmt::format("the digest of the payload is {:016x} by the worker and {:016x} by the target", claim.digest, report.digest);
  }
  return {};
}

}  // namespace unblock::bench
