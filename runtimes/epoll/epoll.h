// Our own minimal loop on one thread: epoll edge-triggered, timers and operations kept in the waiting coroutine's frame.
// The floor that the other runtimes are held against, not a library to use: no cancellation of I/O, no other threads.
#pragma once

#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <system_error>
#include <vector>

#include "runtimes/epoll/timer_heap.h"
#include "runtimes/runtime.h"
#include "runtimes/task.h"

namespace unblock {

class EpollRuntime {
 public:
  template <class T>
  using Task = unblock::Task<T>;
  class Socket;
  struct Group : TaskGroup {
    explicit Group(EpollRuntime&) {}
  };

  static constexpr Capabilities kCapabilities{};
  static std::string unavailable() { return {}; }
  Configuration configuration() const {
    return {{"reactor", "epoll, edge-triggered, epoll_pwait2"}, {"threads", "1"}, {"events per wait", std::to_string(kEvents)}};
  }

  EpollRuntime() : fd_(::epoll_create1(EPOLL_CLOEXEC)) {
    if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
  }
  EpollRuntime(const EpollRuntime&) = delete;
  EpollRuntime& operator=(const EpollRuntime&) = delete;
  ~EpollRuntime() { ::close(fd_); }

  void run(Task<void> task) {
    task.start();
    while (!task.done()) step();
    task.take();
  }

  struct Sleep : epoll::TimerNode {
    EpollRuntime& runtime;
    std::coroutine_handle<> waiter;

    Sleep(EpollRuntime& loop, std::chrono::nanoseconds duration) : runtime(loop) { deadline_ns = now_ns() + duration.count(); }
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> handle) noexcept {
      waiter = handle;
      runtime.timers_.push(this);
    }
    void await_resume() const noexcept {}
  };
  Sleep sleep(std::chrono::nanoseconds duration) { return {*this, duration}; }

  class Connect;
  Connect connect(const Endpoint& endpoint);

 private:
  static constexpr int kEvents = 256;

  /// What the kernel's event data points to. It outlives the socket until the events of the current batch are handled.
  struct Channel {
    struct Operation {
      /// Tries again; true when the coroutine can go on.
      bool (*attempt)(Operation*) = nullptr;
      std::coroutine_handle<> waiter;
    };

    int fd = -1;
    bool readable = false;
    bool writable = true;
    bool hung_up = false;
    Operation* reader = nullptr;
    Operation* writer = nullptr;
  };

  static std::int64_t now_ns() {
    timespec now;
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
  }

  void step() {
    epoll_event events[kEvents];
    timespec timeout{};
    const timespec* wait = nullptr;
    if (!timers_.empty()) {
      const std::int64_t left = timers_.top()->deadline_ns - now_ns();
      if (left > 0) timeout = {static_cast<time_t>(left / 1'000'000'000), static_cast<long>(left % 1'000'000'000)};
      wait = &timeout;
    }
    const int count = ::epoll_pwait2(fd_, events, kEvents, wait, nullptr);
    if (count < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "epoll_pwait2");
    for (int i = 0; i < count; ++i) dispatch(*static_cast<Channel*>(events[i].data.ptr), events[i].events);
    closed_.clear();
    fire_timers();
  }

  void fire_timers() {
    if (timers_.empty()) return;
    const std::int64_t now = now_ns();
    while (!timers_.empty() && timers_.top()->deadline_ns <= now) static_cast<Sleep*>(timers_.pop())->waiter.resume();
  }

  static void dispatch(Channel& channel, std::uint32_t events) {
    if (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) channel.hung_up = true;
    if (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) {
      channel.readable = true;
      retry(channel.reader);
    }
    if (events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) {
      channel.writable = true;
      retry(channel.writer);
    }
  }

  static void retry(Channel::Operation*& slot) {
    if (!slot || !slot->attempt(slot)) return;
    std::exchange(slot, nullptr)->waiter.resume();
  }

  int fd_;
  epoll::TimerHeap timers_;
  std::vector<std::unique_ptr<Channel>> closed_;
};

class EpollRuntime::Socket {
 public:
  Socket(EpollRuntime& runtime, int fd) : runtime_(&runtime), channel_(std::make_unique<Channel>()) {
    channel_->fd = fd;
    epoll_event event{.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data = {.ptr = channel_.get()}};
    if (::epoll_ctl(runtime.fd_, EPOLL_CTL_ADD, fd, &event) != 0) {
      throw std::system_error(errno, std::generic_category(), "epoll_ctl");
    }
  }
  Socket(Socket&&) noexcept = default;
  Socket& operator=(Socket&& other) noexcept {
    std::swap(runtime_, other.runtime_);
    std::swap(channel_, other.channel_);
    return *this;
  }
  ~Socket() {
    if (!channel_) return;
    ::close(channel_->fd);
    runtime_->closed_.push_back(std::move(channel_));
  }

  int native_handle() const { return channel_->fd; }

  /// Receives when the kernel has said that there is something: an echo costs one recv, not one more that finds nothing.
  struct Read : Channel::Operation {
    Channel& channel;
    std::span<std::byte> buffer;
    ssize_t result = 0;

    Read(Channel& from, std::span<std::byte> into) : channel(from), buffer(into) {
      attempt = [](Operation* self) { return static_cast<Read*>(self)->receive(); };
    }
    bool receive() noexcept {
      do {
        result = ::recv(channel.fd, buffer.data(), buffer.size(), 0);
      } while (result < 0 && errno == EINTR);
      if (result < 0) {
        result = -errno;
        if (result == -EAGAIN) channel.readable = false;
        return result != -EAGAIN;
      }
      // A short read has emptied the socket, epoll(7); after a hang-up no further event would come.
      if (static_cast<std::size_t>(result) < buffer.size() && !channel.hung_up) channel.readable = false;
      return true;
    }
    bool await_ready() noexcept { return channel.readable && receive(); }
    void await_suspend(std::coroutine_handle<> handle) noexcept {
      waiter = handle;
      channel.reader = this;
    }
    std::size_t await_resume() const {
      if (result == 0) throw EndOfStream();
      if (result < 0) throw std::system_error(static_cast<int>(-result), std::generic_category(), "recv");
      return static_cast<std::size_t>(result);
    }
  };
  Read read_some(std::span<std::byte> buffer) { return {*channel_, buffer}; }

  struct Write : Channel::Operation {
    Channel& channel;
    std::span<const std::byte> left;
    int error = 0;

    Write(Channel& to, std::span<const std::byte> bytes) : channel(to), left(bytes) {
      attempt = [](Operation* self) { return static_cast<Write*>(self)->send(); };
    }
    bool send() noexcept {
      while (!left.empty()) {
        const ssize_t n = ::send(channel.fd, left.data(), left.size(), MSG_NOSIGNAL);
        if (n >= 0) {
          left = left.subspan(static_cast<std::size_t>(n));
        } else if (errno == EAGAIN) {
          channel.writable = false;
          return false;
        } else if (errno != EINTR) {
          error = errno;
          return true;
        }
      }
      return true;
    }
    bool await_ready() noexcept { return channel.writable && send(); }
    void await_suspend(std::coroutine_handle<> handle) noexcept {
      waiter = handle;
      channel.writer = this;
    }
    void await_resume() const {
      if (error != 0) throw std::system_error(error, std::generic_category(), "send");
    }
  };
  Write write(std::span<const std::byte> bytes) { return {*channel_, bytes}; }

 private:
  friend class EpollRuntime::Connect;
  EpollRuntime* runtime_;
  std::unique_ptr<Channel> channel_;
};

class EpollRuntime::Connect : Channel::Operation {
 public:
  Connect(EpollRuntime& runtime, const Endpoint& endpoint) : runtime_(runtime) {
    attempt = [](Operation* self) { return static_cast<Connect*>(self)->finish(); };
    fd_ = ::socket(endpoint.address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
    if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "socket");
    const int on = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    error_ = ::connect(fd_, endpoint.data(), endpoint.size) == 0 ? 0 : errno;
  }
  Connect(const Connect&) = delete;
  Connect& operator=(const Connect&) = delete;
  ~Connect() {
    if (fd_ >= 0) ::close(fd_);
  }

  bool await_ready() const noexcept { return error_ != EINPROGRESS; }
  void await_suspend(std::coroutine_handle<> handle) {
    waiter = handle;
    socket_.emplace(runtime_, std::exchange(fd_, -1));
    socket_->channel_->writable = false;
    socket_->channel_->writer = this;
  }
  Socket await_resume() {
    if (error_ != 0) throw std::system_error(error_, std::generic_category(), "connect");
    if (!socket_) socket_.emplace(runtime_, std::exchange(fd_, -1));
    return std::move(*socket_);
  }

 private:
  bool finish() {
    socklen_t size = sizeof(error_);
    ::getsockopt(socket_->native_handle(), SOL_SOCKET, SO_ERROR, &error_, &size);
    return true;
  }

  EpollRuntime& runtime_;
  int fd_ = -1;
  int error_ = 0;
  std::optional<Socket> socket_;
};

inline EpollRuntime::Connect EpollRuntime::connect(const Endpoint& endpoint) { return {*this, endpoint}; }

static_assert(Runtime<EpollRuntime>);

}  // namespace unblock
