// A plain blocking stream socket and a wait that is over when it returns: what the runtimes without a loop are made of.
#pragma once

#include <netinet/tcp.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <coroutine>
#include <span>
#include <system_error>
#include <utility>

#include "runtimes/runtime.h"

namespace unblock {

/// The outcome of an operation that has already happened: `co_await` never suspends.
template <class T>
struct Completed {
  T value;
  bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  T await_resume() noexcept { return std::move(value); }
};
template <>
struct Completed<void> : std::suspend_never {};

[[noreturn]] inline void throw_errno(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

inline timespec to_timespec(std::chrono::nanoseconds duration) {
  return {static_cast<time_t>(duration.count() / 1'000'000'000), static_cast<long>(duration.count() % 1'000'000'000)};
}

class BlockingSocket {
 public:
  explicit BlockingSocket(int fd) : fd_(fd) {}
  BlockingSocket(BlockingSocket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  BlockingSocket& operator=(BlockingSocket&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~BlockingSocket() {
    if (fd_ >= 0) ::close(fd_);
  }

  static BlockingSocket connect(const Endpoint& endpoint) {
    BlockingSocket socket(::socket(endpoint.address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (socket.fd_ < 0) throw_errno("socket");
    const int on = 1;
    if (!endpoint.is_unix()) ::setsockopt(socket.fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    if (::connect(socket.fd_, endpoint.data(), endpoint.size) != 0) throw_errno("connect");
    return socket;
  }

  Completed<std::size_t> read_some(std::span<std::byte> buffer) {
    for (;;) {
      const ssize_t n = ::recv(fd_, buffer.data(), buffer.size(), 0);
      if (n > 0) return {static_cast<std::size_t>(n)};
      if (n == 0) throw EndOfStream();
      if (errno != EINTR) throw_errno("recv");
    }
  }

  Completed<std::size_t> read_within(std::span<std::byte> buffer, std::chrono::nanoseconds timeout) {
    pollfd entry{fd_, POLLIN, 0};
    const timespec limit = to_timespec(timeout);
    const int ready = ::ppoll(&entry, 1, &limit, nullptr);
    if (ready == 0) throw TimedOut();
    if (ready < 0) throw_errno("ppoll");
    return read_some(buffer);
  }

  Completed<void> write(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
      const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n >= 0) {
        bytes = bytes.subspan(static_cast<std::size_t>(n));
      } else if (errno != EINTR) {
        throw_errno("send");
      }
    }
    return {};
  }

  int native_handle() const { return fd_; }
  /// Gives the descriptor away; the new owner closes it.
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

/// Sleeps on the calling thread, to the end also when a signal comes in between.
inline Completed<void> blocking_sleep(std::chrono::nanoseconds duration) {
  timespec left = to_timespec(duration);
  while (::clock_nanosleep(CLOCK_MONOTONIC, 0, &left, &left) == EINTR) {
  }
  return {};
}

/// Reads from a file on the calling thread.
inline Completed<std::size_t> blocking_read_file(int fd, std::span<std::byte> buffer, std::uint64_t offset) {
  const ssize_t n = ::pread(fd, buffer.data(), buffer.size(), static_cast<off_t>(offset));
  if (n < 0) throw_errno("pread");
  return {static_cast<std::size_t>(n)};
}

}  // namespace unblock
