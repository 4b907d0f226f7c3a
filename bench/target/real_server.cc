#include "bench/target/real_server.h"

#include <fmt/format.h>
#include <netdb.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "reports/model/error.h"

namespace unblock::bench {

RealServer parse_real_server(const std::string& url) {
  constexpr std::string_view kScheme = "http://";
  if (!url.starts_with(kScheme)) throw reports::InputError(fmt::format("target '{}': an address like http://HOST:PORT/PATH is expected", url));
  RealServer server;
  std::string rest = url.substr(kScheme.size());
  if (const std::size_t slash = rest.find('/'); slash != rest.npos) {
    server.path = rest.substr(slash);
    rest.resize(slash);
  }
  const std::size_t colon = rest.rfind(':');
  server.host = rest.substr(0, colon);
  if (colon != rest.npos) server.port = rest.substr(colon + 1);
  if (server.host.empty()) throw reports::InputError(fmt::format("target '{}' names no host", url));
  return server;
}

ServerAddress resolve(const RealServer& server) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int error = ::getaddrinfo(server.host.c_str(), server.port.c_str(), &hints, &found);
  if (error != 0) throw reports::InputError(fmt::format("cannot find the target '{}': {}", server.host, ::gai_strerror(error)));
  ServerAddress result;
  std::memcpy(&result.address, found->ai_addr, found->ai_addrlen);
  result.size = found->ai_addrlen;
  ::freeaddrinfo(found);
  return result;
}

void require_reachable(const std::string& url) {
  const ServerAddress server = resolve(parse_real_server(url));
  const int probe = ::socket(server.address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int error = probe < 0 || ::connect(probe, reinterpret_cast<const sockaddr*>(&server.address), server.size) != 0 ? errno : 0;
  if (probe >= 0) ::close(probe);
  if (error != 0) throw reports::InputError(fmt::format("cannot connect to the target '{}': {}", url, std::strerror(error)));
}

}  // namespace unblock::bench
