// The loop of the raw epoll cells. A machine has `bool readable()` (false: it is done) and `void writable()`.
#pragma once

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <span>
#include <system_error>

namespace unblock::bench::native {

[[noreturn]] inline void fail_errno(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

/// A non-blocking socket in an epoll set, and what of the current message is not yet sent.
class EpollConnection {
 public:
  EpollConnection(int epoll, int descriptor, void* machine) : epoll_(epoll), descriptor_(descriptor), machine_(machine) {
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
    control(EPOLL_CTL_ADD, EPOLLIN);
  }
  EpollConnection(const EpollConnection&) = delete;
  EpollConnection& operator=(const EpollConnection&) = delete;
  ~EpollConnection() { ::close(descriptor_); }

  void send(std::span<const std::byte> message) {
    unsent_ = message;
    flush();
  }
  void flush() {
    while (!unsent_.empty()) {
      const ssize_t n = ::send(descriptor_, unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0 && errno != EAGAIN) fail_errno("send");
      if (n < 0) return want_write(true);
      unsent_ = unsent_.subspan(static_cast<std::size_t>(n));
    }
    want_write(false);
  }

  /// Bytes received; 0: nothing there.
  std::size_t receive(std::span<std::byte> buffer) {
    const ssize_t n = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
    if (n > 0) return static_cast<std::size_t>(n);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
    if (n == 0) errno = ECONNRESET;
    fail_errno("recv");
  }

  /// Whether writable() is to be called.
  void want_write(bool wanted) {
    if (wanted == waits_to_write_) return;
    waits_to_write_ = wanted;
    control(EPOLL_CTL_MOD, wanted ? EPOLLIN | EPOLLOUT : EPOLLIN);
  }

 private:
  void control(int operation, unsigned events) {
    epoll_event event{.events = events, .data = {.ptr = machine_}};
    if (::epoll_ctl(epoll_, operation, descriptor_, &event) != 0) fail_errno("epoll_ctl");
  }

  int epoll_;
  int descriptor_;
  void* machine_;
  std::span<const std::byte> unsent_;
  bool waits_to_write_ = false;
};

class EpollSet {
 public:
  EpollSet() : descriptor_(::epoll_create1(EPOLL_CLOEXEC)) {
    if (descriptor_ < 0) fail_errno("epoll_create1");
  }
  EpollSet(const EpollSet&) = delete;
  EpollSet& operator=(const EpollSet&) = delete;
  ~EpollSet() { ::close(descriptor_); }
  int get() const { return descriptor_; }

  /// Runs until `machines` of them have said that they are done.
  template <class Machine>
  void run(std::size_t machines) {
    epoll_event events[256];
    while (machines > 0) {
      const int count = ::epoll_wait(descriptor_, events, 256, -1);
      if (count < 0 && errno != EINTR) fail_errno("epoll_wait");
      for (int i = 0; i < count; ++i) {
        auto& machine = *static_cast<Machine*>(events[i].data.ptr);
        if (events[i].events & EPOLLOUT) machine.writable();
        if (events[i].events & ~static_cast<unsigned>(EPOLLOUT)) machines -= machine.readable() ? 0 : 1;
      }
    }
  }

 private:
  int descriptor_;
};

}  // namespace unblock::bench::native
