// A server of the user's own, in place of the built-in target: --target http://HOST:PORT/PATH.
#pragma once

#include <sys/socket.h>

#include <string>

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

/// Throws reports::InputError where the host has no address.
ServerAddress resolve(const RealServer& server);

/// Connects once. Throws reports::InputError where nobody answers, so that the user hears of it before anything is measured.
void require_reachable(const std::string& url);

}  // namespace unblock::bench
