#include "bench/target/real_server.h"

#include <fmt/format.h>
#include <netdb.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "reports/model/error.h"

namespace unblock::bench {

namespace {

/// "host", "host:port", "[::1]" or "[::1]:port".
void split_authority(const std::string& text, RealServer& server, const std::string& url) {
  std::string port;
  const std::size_t bracket = text.starts_with('[') ? text.find(']') : text.npos;
  if (bracket != text.npos) {
    server.host = text.substr(1, bracket - 1);
    port = text.substr(bracket + 1);
  } else {
    server.host = text.substr(0, text.find(':'));
    port = text.substr(server.host.size());
  }
  if (port.empty()) return;
  server.port = port.substr(1);
  unsigned number = 0;
  const char* const end = server.port.data() + server.port.size();
  const auto [rest, error] = std::from_chars(server.port.data(), end, number);
  const bool valid = port[0] == ':' && error == std::errc() && rest == end && number >= 1 && number <= 65'535;
  if (!valid) throw reports::InputError(fmt::format("target '{}': the port is a number from 1 to 65535, and an address with colons stands in brackets", url));
}

RealServer parse(const std::string& url, std::string_view scheme, const char* form) {
  // What follows goes into requests: a blank or a line's end would make another request of it.
  if (std::any_of(url.begin(), url.end(), [](unsigned char c) { return c <= ' ' || c == 0x7f; })) {
    throw reports::InputError("the target's address has a blank or a control character in it");
  }
  if (!url.starts_with(scheme)) throw reports::InputError(fmt::format("target '{}': an address like {} is expected", url, form));
  RealServer server;
  std::string rest = url.substr(scheme.size());
  rest.resize(std::min(rest.size(), rest.find('#')));
  if (const std::size_t slash = rest.find_first_of("/?"); slash != rest.npos) {
    server.path = rest.substr(slash);
    if (server.path.starts_with('?')) server.path.insert(0, "/");
    rest.resize(slash);
  }
  split_authority(rest, server, url);
  if (server.host.empty()) throw reports::InputError(fmt::format("target '{}' names no host", url));
  return server;
}

}  // namespace

std::string RealServer::authority() const {
  const std::string name = host.find(':') == host.npos ? host : "[" + host + "]";
  return port == "80" ? name : name + ":" + port;
}

RealServer parse_real_server(const std::string& url) { return parse(url, "http://", "http://HOST:PORT/PATH or unblock://HOST:PORT"); }

RealServer parse_target(const std::string& url) {
  RealServer server = parse(url, "unblock://", "unblock://HOST:PORT");
  const std::string behind_host = url.substr(url.rfind(server.host) + server.host.size());
  if (server.path != "/" || behind_host.find(':') == behind_host.npos) throw reports::InputError(fmt::format("target '{}': an address like unblock://HOST:PORT is expected", url));
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

std::string numeric(const ServerAddress& address) {
  char text[NI_MAXHOST] = "";
  ::getnameinfo(reinterpret_cast<const sockaddr*>(&address.address), address.size, text, sizeof text, nullptr, 0, NI_NUMERICHOST);
  return text;
}

Descriptor connect_within(const ServerAddress& address, std::chrono::milliseconds patience, int& error) {
  Descriptor socket(::socket(address.address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  error = socket && ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address.address), address.size) == 0 ? 0 : errno;
  if (error == EINPROGRESS) {
    pollfd ready{socket.get(), POLLOUT, 0};
    socklen_t size = sizeof error;
    if (::poll(&ready, 1, static_cast<int>(patience.count())) <= 0) error = ETIMEDOUT;
    else ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  }
  if (error != 0) socket.reset();
  return socket;
}

void require_reachable(const std::string& url) {
  int error = 0;
  connect_within(resolve(parse_real_server(url)), std::chrono::seconds(5), error);
  if (error != 0) throw reports::InputError(fmt::format("cannot connect to the target '{}': {}", url, std::strerror(error)));
}

}  // namespace unblock::bench
