// The listening socket: loopback only unless more was asked for, and room for as many connections as the machine allows.
#pragma once

#include <cstdint>
#include <string>

namespace unblock::bench {

/// Listens on a loopback address (127.0.0.0/8 or ::1); port 0 takes a free one. Returns a non-blocking socket.
/// Throws reports::InputError for another address and for a port that cannot be had.
int listen_on_loopback(const std::string& address, std::uint16_t port);

/// The same on any numeric address of this machine.
int listen_beyond_loopback(const std::string& address, std::uint16_t port);

/// Listens on the Unix socket that belongs to the port (bench/wire/wire.h); -1 where the name is taken.
int listen_on_unix_socket(std::uint16_t port);

/// A UDP socket at the address of a listening one, of the same port; -1 where that is taken.
int bind_datagrams(int listener);

/// The port that a listening socket got.
std::uint16_t local_port(int socket);

/// Raises the soft limit of file descriptors to the hard one and returns it.
std::uint64_t raise_descriptor_limit();

}  // namespace unblock::bench
