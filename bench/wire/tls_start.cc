// The first bytes of a TLS client: a record of the type handshake, version 3.x, whose first message is a ClientHello (RFC 8446, 5.1).
#include "bench/wire/tls.h"

namespace unblock::bench {

TlsStart looks_like_tls(std::string_view first_bytes) {
  constexpr std::size_t kLengthAt = 3, kMessageAt = 5;
  constexpr char kStart[] = {0x16, 0x03};
  for (std::size_t i = 0; i < first_bytes.size() && i <= kMessageAt; ++i) {
    if (i < sizeof kStart && first_bytes[i] != kStart[i]) return TlsStart::no;
    if (i == 2 && (first_bytes[i] < 0 || first_bytes[i] > 4)) return TlsStart::no;
    if (i == kLengthAt && (first_bytes[i] < 0 || first_bytes[i] > 0x40)) return TlsStart::no;
    if (i == kMessageAt) return first_bytes[i] == 0x01 ? TlsStart::yes : TlsStart::no;
  }
  return TlsStart::maybe;
}

}  // namespace unblock::bench
