#include "bench/target/listener.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>

#include "bench/wire/wire.h"
#include "reports/model/error.h"

namespace unblock::bench {
namespace {

/// Fills `storage` and returns its length; 0 where the text is no address.
socklen_t parse_address(const std::string& address, std::uint16_t port, sockaddr_storage& storage) {
  auto* v4 = reinterpret_cast<sockaddr_in*>(&storage);
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&storage);
  if (inet_pton(AF_INET, address.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(port);
    return sizeof *v4;
  }
  std::memset(&storage, 0, sizeof storage);
  if (inet_pton(AF_INET6, address.c_str(), &v6->sin6_addr) != 1) return 0;
  v6->sin6_family = AF_INET6;
  v6->sin6_port = htons(port);
  return sizeof *v6;
}

bool is_loopback(const sockaddr_storage& storage) {
  if (storage.ss_family == AF_INET) return (ntohl(reinterpret_cast<const sockaddr_in&>(storage).sin_addr.s_addr) >> 24) == 127;
  return IN6_IS_ADDR_LOOPBACK(&reinterpret_cast<const sockaddr_in6&>(storage).sin6_addr);
}

int listen_on(const sockaddr_storage& storage, socklen_t length, const std::string& address, std::uint16_t port) {
  const int socket = ::socket(storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int on = 1;
  // Accepted sockets inherit TCP_NODELAY, which saves a call for each.
  if (socket >= 0 && setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0 &&
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
      bind(socket, reinterpret_cast<const sockaddr*>(&storage), length) == 0 && listen(socket, 65535) == 0) {
    return socket;
  }
  const int error = errno;
  if (socket >= 0) close(socket);
  throw reports::InputError(fmt::format("cannot listen on {} port {}: {}; choose another port, or 0 for a free one",
                                        address, port, std::strerror(error)));
}

}  // namespace

int listen_on_loopback(const std::string& address, std::uint16_t port) {
  sockaddr_storage storage{};
  const socklen_t length = parse_address(address, port, storage);
  if (length == 0 || !is_loopback(storage)) {
    throw reports::InputError(fmt::format("address '{}' is not a loopback address: use 127.0.0.1 or ::1, or --listen for a client on another host", address));
  }
  return listen_on(storage, length, address, port);
}

int listen_beyond_loopback(const std::string& address, std::uint16_t port) {
  sockaddr_storage storage{};
  const socklen_t length = parse_address(address, port, storage);
  if (length == 0) throw reports::InputError(fmt::format("--listen {}: a numeric address of this machine is expected, such as 192.0.2.1 or 0.0.0.0", address));
  return listen_on(storage, length, address, port);
}

int listen_on_unix_socket(std::uint16_t port) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string name = unix_socket_name(port);
  std::copy(name.begin(), name.end(), address.sun_path);
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket >= 0 && bind(socket, reinterpret_cast<const sockaddr*>(&address), length) == 0 && listen(socket, 65535) == 0) return socket;
  if (socket >= 0) close(socket);
  return -1;
}

int bind_datagrams(int listener) {
  constexpr int kRoom = 4 << 20;  // for many clients at once; the kernel gives what it allows
  sockaddr_storage storage{};
  socklen_t length = sizeof storage;
  getsockname(listener, reinterpret_cast<sockaddr*>(&storage), &length);
  const int socket = ::socket(storage.ss_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  for (const int side : {SO_RCVBUF, SO_SNDBUF}) setsockopt(socket, SOL_SOCKET, side, &kRoom, sizeof kRoom);
  if (socket >= 0 && bind(socket, reinterpret_cast<const sockaddr*>(&storage), length) == 0) return socket;
  if (socket >= 0) close(socket);
  return -1;
}

std::uint16_t local_port(int socket) {
  sockaddr_storage storage{};
  socklen_t length = sizeof storage;
  getsockname(socket, reinterpret_cast<sockaddr*>(&storage), &length);
  // sin_port and sin6_port stand at the same place.
  return ntohs(reinterpret_cast<const sockaddr_in*>(&storage)->sin_port);
}

std::uint64_t raise_descriptor_limit() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur < limit.rlim_max) {
    const rlimit raised{limit.rlim_max, limit.rlim_max};
    if (setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  }
  return limit.rlim_cur;
}

}  // namespace unblock::bench
