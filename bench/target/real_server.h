// What --target names: a server of the user's own, http://HOST:PORT/PATH, or an unblock-target on another host, unblock://HOST:PORT.
#pragma once

#include <sys/socket.h>

#include <chrono>
#include <string>

#include "bench/process/spawn.h"

namespace unblock::bench {

struct RealServer {
  std::string host, port = "80", path = "/";

  /// What a request names in its Host: "example.org", "[::1]:8080".
  std::string authority() const;
};

struct ServerAddress {
  sockaddr_storage address{};
  socklen_t size = 0;
};

/// Throws reports::InputError where the URL is none of this form.
RealServer parse_real_server(const std::string& url);

inline bool names_a_target(const std::string& url) { return url.starts_with("unblock://"); }
/// Of unblock://HOST:PORT, with a port and no path. Throws reports::InputError.
RealServer parse_target(const std::string& url);

/// Throws reports::InputError where the host has no address.
ServerAddress resolve(const RealServer& server);

/// "192.0.2.1"
std::string numeric(const ServerAddress& address);

/// A connected socket; or none, with the errno, where that did not come about in time: a full backlog answers nothing at all.
Descriptor connect_within(const ServerAddress& address, std::chrono::milliseconds patience, int& error);

/// Connects once. Throws reports::InputError where nobody answers, so that the user hears of it before anything is measured.
void require_reachable(const std::string& url);

}  // namespace unblock::bench
