// A UDP socket that talks to one address, in datagrams of one size: as many of them a call as the kernel takes.
#pragma once

#include <netinet/in.h>
#include <netinet/udp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <system_error>
#include <vector>

#include "runtimes/runtime.h"

namespace unblock {

/// Non-blocking and connected, with room for more than the kernel gives unasked.
inline int open_datagrams(const Endpoint& endpoint) {
  constexpr int kRoom = 4 << 20;
  const int fd = ::socket(endpoint.address.ss_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) throw std::system_error(errno, std::generic_category(), "socket");
  for (const int side : {SO_RCVBUF, SO_SNDBUF}) ::setsockopt(fd, SOL_SOCKET, side, &kRoom, sizeof kRoom);
  if (::connect(fd, endpoint.data(), endpoint.size) == 0) return fd;
  const int error = errno;
  ::close(fd);
  throw std::system_error(error, std::generic_category(), "connect");
}

/// What the kernel takes in one call as datagrams of `size` each, which it cuts itself (UDP_SEGMENT, GSO): in bytes. It cuts nothing
/// where it knows no GSO, and where a datagram is longer than a packet may be: then that is one of them.
inline std::size_t segment_datagrams(int fd, std::size_t size) {
  constexpr std::size_t kMostSegments = 64, kLongest = 65'507, kHeads = 48;  // of IPv6 and UDP
  int mtu = 0, segment = static_cast<int>(size);
  socklen_t length = sizeof mtu;
  const bool known = ::getsockopt(fd, IPPROTO_IP, IP_MTU, &mtu, &length) == 0 || ::getsockopt(fd, IPPROTO_IPV6, IPV6_MTU, &mtu, &length) == 0;
  if (!known || size + kHeads > static_cast<std::size_t>(mtu)) return size;
  if (::setsockopt(fd, SOL_UDP, UDP_SEGMENT, &segment, sizeof segment) != 0) return size;
  return std::min(kMostSegments, kLongest / size) * size;
}

class DatagramSocket {
 public:
  static constexpr std::size_t kMost = 64;  ///< that one call receives

  DatagramSocket(const Endpoint& endpoint, std::size_t size)
      : fd_(open_datagrams(endpoint)), size_(size), at_once_(segment_datagrams(fd_, size)), heads_(kMost), parts_(kMost) {}
  DatagramSocket(const DatagramSocket&) = delete;
  DatagramSocket& operator=(const DatagramSocket&) = delete;
  ~DatagramSocket() { ::close(fd_); }

  int fd() const { return fd_; }
  std::size_t size() const { return size_; }
  std::string send_mode() const { return at_once_ > size_ ? "UDP_SEGMENT" : "sendmmsg"; }

  /// How many bytes were taken, or -errno.
  ssize_t send(std::span<const std::byte> bytes) {
    if (at_once_ == size_ && bytes.size() > size_) return send_many(bytes);
    const ssize_t count = ::send(fd_, bytes.data(), std::min(bytes.size(), at_once_), MSG_DONTWAIT);
    return count < 0 ? -errno : count;
  }

  /// How many datagrams of the size stand in `into` now, or -errno. Others are thrown away.
  ssize_t receive(std::span<std::byte> into) {
    const std::size_t room = std::min(into.size() / size_, kMost);
    set_parts(into.data(), room);
    const int count = ::recvmmsg(fd_, heads_.data(), static_cast<unsigned>(room), MSG_DONTWAIT, nullptr);
    if (count < 0) return -errno;
    std::size_t whole = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
      if (heads_[i].msg_len != size_ || (heads_[i].msg_hdr.msg_flags & MSG_TRUNC) != 0) continue;
      if (whole != i) std::memmove(into.data() + whole * size_, into.data() + i * size_, size_);
      ++whole;
    }
    full_ = static_cast<std::size_t>(count) == room;
    return static_cast<ssize_t>(whole);
  }
  /// The last receive() brought as much as it could: there may be more.
  bool was_full() const { return full_; }

 private:
  ssize_t send_many(std::span<const std::byte> bytes) {
    const std::size_t many = std::min(bytes.size() / size_, kMost);
    set_parts(const_cast<std::byte*>(bytes.data()), many);
    const int count = ::sendmmsg(fd_, heads_.data(), static_cast<unsigned>(many), 0);
    return count < 0 ? -errno : static_cast<ssize_t>(static_cast<std::size_t>(count) * size_);
  }
  void set_parts(std::byte* bytes, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      parts_[i] = {bytes + i * size_, size_};
      heads_[i].msg_hdr = {};
      heads_[i].msg_hdr.msg_iov = &parts_[i];
      heads_[i].msg_hdr.msg_iovlen = 1;
    }
  }

  int fd_;
  std::size_t size_, at_once_;
  bool full_ = false;
  std::vector<mmsghdr> heads_;
  std::vector<iovec> parts_;
};

}  // namespace unblock
