// Our own minimal loop on one thread: epoll edge-triggered, timers and operations kept in the waiting coroutine's frame.
// The floor that the other runtimes are held against, not a library to use.
#pragma once

#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <optional>
#include <system_error>
#include <vector>

#include "runtimes/cancel_scope.h"
#include "runtimes/epoll/offload_pool.h"
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
  using CancelScope = TaskCancelScope<EpollRuntime>;
  using Slots = TaskSlots<EpollRuntime>;

  static constexpr Capabilities kCapabilities{.has_loop = true, .cancels = true, .offloads = true};
  static std::string unavailable() { return {}; }
  Configuration configuration() const {
    return {{"idiom", kTuned},
            {"reactor", "epoll, edge-triggered, epoll_pwait2"},
            {"threads", "1"},
            {"events per wait", std::to_string(kEvents)},
            {"offload threads", std::to_string(kOffloadThreads) + ", started with the first use"}};
  }

  EpollRuntime() : fd_(::epoll_create1(EPOLL_CLOEXEC)) {
    if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
  }
  EpollRuntime(const EpollRuntime&) = delete;
  EpollRuntime& operator=(const EpollRuntime&) = delete;
  ~EpollRuntime() {
    pool_.reset();
    if (wake_.fd >= 0) ::close(wake_.fd);
    ::close(fd_);
  }

  void run(Task<void> task) {
    task.start();
    while (!task.done()) step();
    task.take();
  }

  void detach(Task<void> task) { unblock::detach(std::move(task)); }

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
    void cancel_wait() {
      runtime.timers_.erase(this);
      waiter.resume();
    }
  };
  Sleep sleep(std::chrono::nanoseconds duration) { return {*this, duration}; }

  class Connect;
  Connect connect(const Endpoint& endpoint);

  void post(void (*function)(void*), void* argument) { ready_.push_back({function, argument}); }

  struct Yield {
    EpollRuntime& runtime;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> handle) const {
      runtime.post([](void* address) { std::coroutine_handle<>::from_address(address).resume(); }, handle.address());
    }
    void await_resume() const noexcept {}
  };
  Yield yield() { return {*this}; }

  template <class Work>
  class Offload;
  template <class Work>
  Offload<Work> offload(Work work) {
    return {*this, std::move(work)};
  }
  Task<std::size_t> read_file(int fd, std::span<std::byte> buffer, std::uint64_t offset);

 private:
  static constexpr int kEvents = 256;

  struct Ready {
    void (*function)(void*);
    void* argument;
  };

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
    if (!ready_.empty()) {
      wait = &timeout;
    } else if (!timers_.empty()) {
      const std::int64_t left = timers_.top()->deadline_ns - now_ns();
      if (left > 0) timeout = {static_cast<time_t>(left / 1'000'000'000), static_cast<long>(left % 1'000'000'000)};
      wait = &timeout;
    }
    const int count = wait_for_events(events, wait);
    if (count < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "epoll_pwait2");
    for (int i = 0; i < count; ++i) dispatch(*static_cast<Channel*>(events[i].data.ptr), events[i].events);
    if (wake_.readable) finish_offloaded();
    closed_.clear();
    fire_timers();
    run_ready();
  }

  int wait_for_events(epoll_event* events, const timespec* timeout) const {
    const int count = ::epoll_pwait2(fd_, events, kEvents, timeout, nullptr);
    if (count >= 0 || errno != ENOSYS) return count;
    // Before Linux 5.11, and under valgrind: whole milliseconds, rounded up.
    const int ms = timeout ? static_cast<int>(std::min<long>(timeout->tv_sec, 1'000'000) * 1'000 + (timeout->tv_nsec + 999'999) / 1'000'000) : -1;
    return ::epoll_wait(fd_, events, kEvents, ms);
  }

  /// What is ready now; what that makes ready waits for the next turn, so that no one starves the sockets.
  void run_ready() {
    running_.swap(ready_);
    for (const Ready& item : running_) item.function(item.argument);
    running_.clear();
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

  epoll::OffloadPool& pool() {
    if (!pool_) start_pool();
    return *pool_;
  }
  void start_pool();
  void finish_offloaded();

  int fd_;
  epoll::TimerHeap timers_;
  std::vector<Ready> ready_, running_;
  std::vector<std::unique_ptr<Channel>> closed_;
  Channel wake_;  // an eventfd: the pool has done something
  std::optional<epoll::OffloadPool> pool_;
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

    Read(Socket& from, std::span<std::byte> into) : channel(*from.channel_), buffer(into) {
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
    void cancel_wait() {
      channel.reader = nullptr;
      waiter.resume();
    }
  };
  Read read_some(std::span<std::byte> buffer) { return {*this, buffer}; }

  /// Whichever comes first resumes the coroutine, and it takes the other one back.
  struct ReadWithin : Read {
    Sleep deadline;

    ReadWithin(Socket& from, std::span<std::byte> into, std::chrono::nanoseconds timeout)
        : Read(from, into), deadline(*from.runtime_, timeout) {}
    void await_suspend(std::coroutine_handle<> handle) noexcept {
      Read::await_suspend(handle);
      deadline.await_suspend(handle);
    }
    std::size_t await_resume() {
      if (channel.reader == this) {
        channel.reader = nullptr;
        throw TimedOut();
      }
      if (waiter) deadline.runtime.timers_.erase(&deadline);
      return Read::await_resume();
    }
  };
  ReadWithin read_within(std::span<std::byte> buffer, std::chrono::nanoseconds timeout) { return {*this, buffer, timeout}; }

  struct Write : Channel::Operation {
    Channel& channel;
    std::span<const std::byte> left;
    int error = 0;

    Write(Socket& to, std::span<const std::byte> bytes) : channel(*to.channel_), left(bytes) {
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
    void cancel_wait() {
      channel.writer = nullptr;
      waiter.resume();
    }
  };
  Write write(std::span<const std::byte> bytes) { return {*this, bytes}; }

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
  void cancel_wait() {
    socket_->channel_->writer = nullptr;
    waiter.resume();
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

/// Runs on a pool thread; the coroutine goes on in the loop.
template <class Work>
class EpollRuntime::Offload : epoll::OffloadJob {
 public:
  Offload(EpollRuntime& runtime, Work what) : runtime_(runtime), work_(std::move(what)) {}
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> handle) {
    waiter = handle;
    work = [](OffloadJob* job) {
      auto& self = static_cast<Offload&>(*job);
      try {
        self.work_();
      } catch (...) {
        self.error = std::current_exception();
      }
    };
    runtime_.pool().submit(*this);
  }
  void await_resume() {
    if (error) std::rethrow_exception(std::move(error));
  }

 private:
  EpollRuntime& runtime_;
  Work work_;
};

inline void EpollRuntime::start_pool() {
  wake_.fd = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  epoll_event event{.events = EPOLLIN | EPOLLET, .data = {.ptr = &wake_}};
  if (wake_.fd < 0 || ::epoll_ctl(fd_, EPOLL_CTL_ADD, wake_.fd, &event) != 0) {
    throw std::system_error(errno, std::generic_category(), "eventfd");
  }
  pool_.emplace(
      kOffloadThreads, [](void* fd) { ::eventfd_write(*static_cast<int*>(fd), 1); }, &wake_.fd);
}

inline void EpollRuntime::finish_offloaded() {
  wake_.readable = false;
  for (epoll::OffloadJob* job = pool_->take_done(); job;) std::exchange(job, job->next)->waiter.resume();
}

inline EpollRuntime::Task<std::size_t> EpollRuntime::read_file(int fd, std::span<std::byte> buffer, std::uint64_t offset) {
  ssize_t count = 0;
  co_await offload([&] {
    count = ::pread(fd, buffer.data(), buffer.size(), static_cast<off_t>(offset));
    if (count < 0) throw std::system_error(errno, std::generic_category(), "pread");
  });
  co_return static_cast<std::size_t>(count);
}

inline EpollRuntime::Connect EpollRuntime::connect(const Endpoint& endpoint) { return {*this, endpoint}; }

static_assert(Runtime<EpollRuntime> && HasLoop<EpollRuntime> && Cancels<EpollRuntime> && Offloads<EpollRuntime>);

}  // namespace unblock
