#include "bench/target/door.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "bench/wire/proof.h"

namespace unblock::bench {
namespace {

constexpr std::size_t kMostVisitors = 16, kLongestGreeting = 1024;

bool same_host(const sockaddr_storage& a, const sockaddr_storage& b) {
  if (a.ss_family != b.ss_family) return false;
  if (a.ss_family == AF_INET) {
    return reinterpret_cast<const sockaddr_in&>(a).sin_addr.s_addr == reinterpret_cast<const sockaddr_in&>(b).sin_addr.s_addr;
  }
  return std::memcmp(&reinterpret_cast<const sockaddr_in6&>(a).sin6_addr, &reinterpret_cast<const sockaddr_in6&>(b).sin6_addr, sizeof(in6_addr)) == 0;
}

std::string name_of(const sockaddr_storage& host) {
  char text[INET6_ADDRSTRLEN] = "";
  const void* address = host.ss_family == AF_INET ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in&>(host).sin_addr)
                                                  : &reinterpret_cast<const sockaddr_in6&>(host).sin6_addr;
  inet_ntop(host.ss_family, address, text, sizeof text);
  return text;
}

/// A client whose host vanishes says nothing any more: the kernel asks it, and ends the connection where nobody answers.
void notice_a_lost_host(int fd) {
  constexpr int kOn = 1, kIdleS = 10, kEveryS = 5, kTimes = 3, kUnansweredMs = 25'000;
  setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &kOn, sizeof kOn);
  setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &kIdleS, sizeof kIdleS);
  setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &kEveryS, sizeof kEveryS);
  setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &kTimes, sizeof kTimes);
  setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &kUnansweredMs, sizeof kUnansweredMs);
}

}  // namespace

bool Door::admits(const sockaddr_storage& peer) const { return controller_ >= 0 && same_host(peer, controllers_host_); }

void Door::meet(int fd, const sockaddr_storage& peer) {
  if (visitors_.size() == kMostVisitors) forget(visitors_.front().fd, true);
  visitors_.push_back({fd, peer, {}, {}});
  if (!server_.watch(fd, [this, fd] { hear(fd); })) forget(fd, true);
}

void Door::hear(int fd) {
  char bytes[512];
  const ssize_t count = recv(fd, bytes, sizeof bytes, 0);
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
  const auto visitor = std::find_if(visitors_.begin(), visitors_.end(), [fd](const Visitor& one) { return one.fd == fd; });
  if (visitor == visitors_.end()) return;
  if (count > 0) visitor->heard.append(bytes, static_cast<std::size_t>(count));
  const std::size_t end = visitor->heard.find('\n');
  if (count <= 0 || (end == std::string::npos && visitor->heard.size() > kLongestGreeting)) return forget(fd, true);
  if (end == std::string::npos) return;
  const std::string line = visitor->heard.substr(0, end);
  visitor->heard.erase(0, end + 1);
  understand(*visitor, line);
}

void Door::understand(Visitor& visitor, const std::string& line) {
  const std::string first = fmt::format("UNBLOCK {} ", kControlProtocol), second = "token ";
  if (controller_ >= 0) return refuse(visitor, fmt::format("it is in use by {}", name_of(controllers_host_)));
  if (visitor.nonces.client.empty() && line.size() > first.size() && line.starts_with(first)) {
    visitor.nonces = {line.substr(first.size()), draw_nonce()};
    return answer(visitor, fmt::format("{{\"protocol\":{},\"version\":\"{}\",\"nonce\":\"{}\"}}", kControlProtocol, UNBLOCK_VERSION, visitor.nonces.target));
  }
  if (visitor.nonces.client.empty() || !line.starts_with(second)) return refuse(visitor, "what came is not the greeting of an Unblock of this version");
  if (!same_proof(line.substr(second.size()), client_proof(token_, visitor.nonces))) return refuse(visitor, "the token is refused: it is not the one that the target was started with");
  let_in(visitor);
}

void Door::answer(const Visitor& visitor, const std::string& line) {
  const std::string text = line + "\n";
  // A few dozen bytes on a connection that carried none: where the kernel does not take them, nobody reads.
  if (send(visitor.fd, text.data(), text.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(text.size())) forget(visitor.fd, true);
}

void Door::refuse(const Visitor& visitor, const std::string& why) {
  const int fd = visitor.fd;
  answer(visitor, fmt::format("{{\"error\":\"{}\"}}", why));
  forget(fd, true);
}

void Door::let_in(const Visitor& visitor) {
  const int fd = visitor.fd;
  const std::string proof = target_proof(token_, visitor.nonces, server_.certificate());
  controllers_host_ = visitor.address;
  controller_ = fd;
  forget(fd, false);
  notice_a_lost_host(fd);
  control_ = std::make_unique<Control>(server_, fd, fd, [this] { end_session(); });
  control_->attach();
  control_->announce(port_, proof);
}

void Door::forget(int fd, bool closes) {
  const auto gone = std::erase_if(visitors_, [fd](const Visitor& one) { return one.fd == fd; });
  if (gone == 0) return;
  server_.unwatch(fd);
  if (closes) close(fd);
}

void Door::end_session() {
  if (controller_ < 0) return;
  server_.unwatch(controller_);
  close(controller_);
  controller_ = -1;
  server_.close_all();
}

}  // namespace unblock::bench
