// What carries the bytes between a client and the target. All wires end at one port: the target tells them apart by itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace unblock::bench {

enum class Wire {
  tcp,
  unix_socket,
  tls,          ///< TLS 1.3 over TCP, a whole handshake for each connection
  tls_resumed,  ///< the same, with the ticket of a connection before
  udp,          ///< no connections: a datagram each, some of which may be lost
};

/// As in the names of cells: "echo/connections:64/bytes:64/wire:tls". A cell without it runs over TCP.
inline std::string_view name_of(Wire wire) {
  switch (wire) {
    case Wire::unix_socket: return "unix";
    case Wire::tls: return "tls";
    case Wire::tls_resumed: return "tls_resumed";
    case Wire::udp: return "udp";
    case Wire::tcp: break;
  }
  return "tcp";
}

inline std::optional<Wire> wire_named(std::string_view name) {
  for (const Wire wire : {Wire::tcp, Wire::unix_socket, Wire::tls, Wire::tls_resumed, Wire::udp}) {
    if (name == name_of(wire)) return wire;
  }
  return std::nullopt;
}

inline bool is_tls(Wire wire) { return wire == Wire::tls || wire == Wire::tls_resumed; }

/// The Unix socket of the target at `port`, in the abstract namespace: no file is left behind. With the leading zero.
inline std::string unix_socket_name(std::uint16_t port) { return std::string(1, '\0') + "unblock-target-" + std::to_string(port); }

}  // namespace unblock::bench
