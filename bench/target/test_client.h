// A blocking client for the target's tests: one socket, ten seconds of patience.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "runtimes/runtime.h"

namespace unblock::bench {

class TestClient {
 public:
  explicit TestClient(std::uint16_t port) : TestClient(Endpoint::loopback(port)) {}
  explicit TestClient(const Endpoint& target) : socket_(::socket(target.address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval patience{10, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (connect(socket_, target.data(), target.size) != 0) throw std::runtime_error("cannot connect");
  }
  ~TestClient() { close(socket_); }
  TestClient(TestClient&& other) noexcept : socket_(other.socket_), unread_(std::move(other.unread_)) { other.socket_ = -1; }
  TestClient(const TestClient&) = delete;
  TestClient& operator=(const TestClient&) = delete;

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) throw std::runtime_error("cannot send");
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  void get(const std::string& target) { send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n"); }
  void half_close() { shutdown(socket_, SHUT_WR); }
  int socket() const { return socket_; }

  /// The next `size` bytes; fewer when the peer closed or was silent.
  std::string receive(std::size_t size) {
    while (unread_.size() < size && more()) {
    }
    return take(size);
  }
  /// Up to and with `end`; all there is when it does not come.
  std::string receive_until(std::string_view end) {
    while (unread_.find(end) == std::string::npos && more()) {
    }
    const std::size_t at = unread_.find(end);
    return take(at == std::string::npos ? unread_.size() : at + end.size());
  }
  /// Everything until the peer closes; throws when it does not.
  std::string receive_all() {
    while (more()) {
    }
    if (!ended_) throw std::runtime_error("the peer did not close");
    return take(unread_.size());
  }
  /// Head and body of one response that has a Content-Length.
  std::string receive_response() {
    std::string head = receive_until("\r\n\r\n");
    constexpr std::string_view kLength = "Content-Length: ";
    const std::size_t at = head.find(kLength);
    if (at == std::string::npos) return head;
    return head + receive(std::stoul(head.substr(at + kLength.size())));
  }

 private:
  bool more() {
    char bytes[64 * 1024];
    const ssize_t count = recv(socket_, bytes, sizeof bytes, 0);
    ended_ = count == 0;
    if (count > 0) unread_.append(bytes, static_cast<std::size_t>(count));
    return count > 0;
  }
  std::string take(std::size_t size) {
    std::string bytes = unread_.substr(0, size);
    unread_.erase(0, size);
    return bytes;
  }

  int socket_;
  std::string unread_;
  bool ended_ = false;
};

}  // namespace unblock::bench
