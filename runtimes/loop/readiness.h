// Sockets for the loops that tell when a descriptor is ready: reading, writing and connecting as coroutines.
#pragma once

#include <sys/eventfd.h>

#include <memory>
#include <optional>
#include <span>

#include "runtimes/loop/stream_socket.h"
#include "runtimes/loop/task_loop.h"

namespace unblock {

/// A descriptor and who waits for it. R::Watch(R&, int fd, ReadyChannel<R>&) calls on_readable() and on_writable(); want_read() and
/// want_write() tell it that someone waits now, stop() that nobody will again.
/// R::retire() frees a channel whose events cannot come any more; one may be in the middle of an event of its own.
template <class R>
struct ReadyChannel {
  struct Operation {
    /// Tries again; true when the coroutine can go on.
    bool (*attempt)(Operation*) = nullptr;
    std::coroutine_handle<> waiter;
  };

  ReadyChannel(R& loop, int descriptor) : fd(descriptor), watch(loop, descriptor, *this) {}
  ReadyChannel(const ReadyChannel&) = delete;
  ReadyChannel& operator=(const ReadyChannel&) = delete;

  int fd;
  bool readable = false;
  bool writable = true;
  bool hung_up = false;  ///< no further event will come
  Operation* reader = nullptr;
  Operation* writer = nullptr;
  [[no_unique_address]] typename R::Watch watch;

  void on_readable() {
    readable = true;
    retry(reader);
  }
  void on_writable() {
    writable = true;
    if (!retry(writer)) watch.want_write();
  }

 private:
  /// False: it waits on.
  static bool retry(Operation*& slot) {
    if (!slot) return true;
    if (!slot->attempt(slot)) return false;
    std::exchange(slot, nullptr)->waiter.resume();
    return true;
  }
};

template <class R>
class ReadySocket {
  using Channel = ReadyChannel<R>;
  using Operation = typename Channel::Operation;

 public:
  ReadySocket(R& runtime, int fd) : runtime_(&runtime), channel_(std::make_unique<Channel>(runtime, fd)) {}
  ReadySocket(ReadySocket&&) noexcept = default;
  ReadySocket& operator=(ReadySocket&& other) noexcept {
    std::swap(runtime_, other.runtime_);
    std::swap(channel_, other.channel_);
    return *this;
  }
  ~ReadySocket() {
    if (!channel_) return;
    channel_->watch.stop();
    ::close(channel_->fd);
    runtime_->retire(std::move(channel_));
  }

  int native_handle() const { return channel_->fd; }
  Channel& channel() { return *channel_; }

  /// Receives when the kernel has said that there is something: an echo costs one recv, not one more that finds nothing.
  struct Read : Operation {
    Channel& channel;
    std::span<std::byte> buffer;
    ssize_t result = 0;

    Read(ReadySocket& from, std::span<std::byte> into) : channel(*from.channel_), buffer(into) {
      this->attempt = [](Operation* self) { return static_cast<Read*>(self)->receive(); };
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
      this->waiter = handle;
      channel.reader = this;
      channel.watch.want_read();
    }
    std::size_t await_resume() const {
      if (result == 0) throw EndOfStream();
      if (result < 0) throw std::system_error(static_cast<int>(-result), std::generic_category(), "recv");
      return static_cast<std::size_t>(result);
    }
    /// Takes it back; false when it has ended already, or never waited.
    bool withdraw() {
      if (channel.reader != this) return false;
      channel.reader = nullptr;
      return true;
    }
    void cancel_wait() {
      channel.reader = nullptr;
      this->waiter.resume();
    }
  };
  Read read_some(std::span<std::byte> buffer) { return {*this, buffer}; }
  auto read_within(std::span<std::byte> buffer, std::chrono::nanoseconds timeout) {
    return ReadUntil<Read, typename R::Sleep>(*this, buffer, *runtime_, timeout);
  }

  /// Sent at once, and waited for only when the socket is full.
  struct Write : Operation {
    Channel& channel;
    std::span<const std::byte> left;
    int error = 0;

    Write(ReadySocket& to, std::span<const std::byte> bytes) : channel(*to.channel_), left(bytes) {
      this->attempt = [](Operation* self) { return static_cast<Write*>(self)->send(); };
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
      this->waiter = handle;
      channel.writer = this;
      channel.watch.want_write();
    }
    void await_resume() const {
      if (error != 0) throw std::system_error(error, std::generic_category(), "send");
    }
    void cancel_wait() {
      channel.writer = nullptr;
      this->waiter.resume();
    }
  };
  Write write(std::span<const std::byte> bytes) { return {*this, bytes}; }

 private:
  R* runtime_;
  std::unique_ptr<Channel> channel_;
};

template <class R>
class ReadyConnect : ReadyChannel<R>::Operation {
  using Operation = typename ReadyChannel<R>::Operation;

 public:
  ReadyConnect(R& runtime, const Endpoint& endpoint) : runtime_(runtime), fd_(open_stream(endpoint)) {
    this->attempt = [](Operation* self) { return static_cast<ReadyConnect*>(self)->finish(); };
    error_ = ::connect(fd_, endpoint.data(), endpoint.size) == 0 ? 0 : errno;
  }
  ReadyConnect(const ReadyConnect&) = delete;
  ReadyConnect& operator=(const ReadyConnect&) = delete;
  ~ReadyConnect() {
    if (fd_ >= 0) ::close(fd_);
  }

  bool await_ready() const noexcept { return error_ != EINPROGRESS; }
  void await_suspend(std::coroutine_handle<> handle) {
    this->waiter = handle;
    ReadyChannel<R>& channel = socket_.emplace(runtime_, std::exchange(fd_, -1)).channel();
    channel.writable = false;
    channel.writer = this;
    channel.watch.want_write();
  }
  ReadySocket<R> await_resume() {
    if (error_ != 0) throw std::system_error(error_, std::generic_category(), "connect");
    if (!socket_) socket_.emplace(runtime_, std::exchange(fd_, -1));
    return std::move(*socket_);
  }
  void cancel_wait() {
    socket_->channel().writer = nullptr;
    this->waiter.resume();
  }

 private:
  bool finish() {
    error_ = connect_error(socket_->native_handle());
    return true;
  }

  R& runtime_;
  int fd_;
  int error_ = 0;
  std::optional<ReadySocket<R>> socket_;
};

/// Lets another thread call into the loop: an eventfd that is always read. R::kEdgeTriggered: it needs not be emptied.
template <class R>
class ReadyWakeup : ReadyChannel<R>::Operation {
  using Operation = typename ReadyChannel<R>::Operation;

 public:
  ReadyWakeup(R& runtime, void (*woken)(R&))
      : runtime_(runtime), woken_(woken), fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
    this->attempt = [](Operation* self) { return static_cast<ReadyWakeup*>(self)->wake(); };
    channel_.emplace(runtime, fd_);
    channel_->reader = this;
    channel_->watch.want_read();
  }
  ~ReadyWakeup() {
    if (channel_) channel_->watch.stop();
    ::close(fd_);
  }
  void notify() { ::eventfd_write(fd_, 1); }

 private:
  bool wake() {
    eventfd_t count;
    if constexpr (!R::kEdgeTriggered) ::eventfd_read(fd_, &count);
    woken_(runtime_);
    return false;  // it waits on
  }

  R& runtime_;
  void (*woken_)(R&);
  int fd_;
  std::optional<ReadyChannel<R>> channel_;
};

}  // namespace unblock
