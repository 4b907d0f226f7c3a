// Our own minimal loop on one thread over io_uring: the second floor, where a turn of the loop is one system call for all sockets.
// Not a library to use.
#pragma once

#include <poll.h>
#include <sys/eventfd.h>

#include <memory>
#include <vector>

#include "runtimes/io_uring/ring.h"
#include "runtimes/loop/offload.h"
#include "runtimes/loop/stream_socket.h"
#include "runtimes/loop/task_loop.h"
#include "runtimes/loop/timers.h"

namespace unblock {

class UringRuntime : public TaskLoop<UringRuntime>, public PoolOffload<UringRuntime> {
 public:
  class Socket;
  class Connect;
  class ReadFile;
  class Wakeup;
  struct Sleep : Timers::Sleep {
    Sleep(UringRuntime& runtime, std::chrono::nanoseconds duration) : Timers::Sleep(runtime.timers_, duration) {}
  };

  static std::string unavailable() { return uring::Ring::unavailable(); }
  Configuration configuration() const {
    using uring::Ring;
    return {{"idiom", kTuned},
            {"reactor", "io_uring, one io_uring_enter a turn"},
            {"ring", std::string(Ring::kFlags) + ", " + std::to_string(Ring::kEntries) + " entries"},
            {"receive", "multishot, " + std::to_string(Ring::kBuffers) + " provided buffers of " + std::to_string(Ring::kBufferBytes) + " bytes"},
            {"files", ring_.has_slot(0) ? "registered" : "not registered: the kernel refused the table"},
            {"threads", "1"},
            {"offload threads", std::to_string(kOffloadThreads) + ", started with the first use"}};
  }

  UringRuntime() = default;
  ~UringRuntime() {
    stop_offload();
    while (closing_ > 0) ring_.turn(true, nullptr);
    ring_.turn(false, nullptr);  // hands over what closes the last descriptors
  }

  ReadFile read_file(int fd, std::span<std::byte> buffer, std::uint64_t offset);

 private:
  friend TaskLoop;

  void step() {
    __kernel_timespec timeout{};
    const bool limited = !has_ready() && !timers_.empty();
    if (limited) {
      const timespec left = timers_.left();
      timeout = {left.tv_sec, left.tv_nsec};
    }
    ring_.turn(!has_ready(), limited ? &timeout : nullptr);
    timers_.fire();
    run_ready();
  }

  uring::Ring ring_;
  Timers timers_;
  std::size_t closing_ = 0;  // channels whose last completion is to come
};

class UringRuntime::Socket {
  /// The receive that goes on while coroutines come and go. It outlives its socket until the kernel has let go of it.
  struct Channel;

 public:
  struct Read;
  struct Write;

  Socket(Socket&& other) noexcept : channel_(std::exchange(other.channel_, nullptr)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(channel_, other.channel_);
    return *this;
  }
  ~Socket();

  int native_handle() const;
  Read read_some(std::span<std::byte> buffer);
  auto read_within(std::span<std::byte> buffer, std::chrono::nanoseconds timeout);
  Write write(std::span<const std::byte> bytes);

 private:
  friend class UringRuntime::Connect;
  explicit Socket(Channel* channel) : channel_(channel) {}

  Channel* channel_;
};

struct UringRuntime::Socket::Channel : uring::Completion {
  /// Where a peer sends faster than it is read: what is kept before receiving stops.
  static constexpr std::size_t kMostKept = 256 * 1024;
  static constexpr int kNoFile = -1;

  UringRuntime& runtime;
  int fd;
  bool registered;
  bool receiving = false;
  bool orphaned = false;
  int result = 1;  // 0: the peer closed its side; below: an error
  Read* reader = nullptr;
  std::vector<std::byte> kept;
  std::size_t taken = 0;  // of kept

  Channel(UringRuntime& loop, int descriptor) : runtime(loop), fd(descriptor), registered(loop.ring_.has_slot(descriptor)) {
    complete = [](Completion* self, int count, unsigned flags) { static_cast<Channel*>(self)->received(count, flags); };
  }
  unsigned file_flag() const { return registered ? IOSQE_FIXED_FILE : 0u; }

  void receive() {
    receiving = true;
    io_uring_sqe* entry = runtime.ring_.entry();
    io_uring_prep_recv_multishot(entry, fd, nullptr, 0, 0);
    uring::Ring::set(entry, this, file_flag() | IOSQE_BUFFER_SELECT);
    entry->buf_group = uring::Ring::kGroup;
  }
  void received(int count, unsigned flags);
  std::size_t keep(std::span<const std::byte> bytes, std::span<std::byte> into);
  std::size_t take(std::span<std::byte> into);

  /// The socket is gone. Entries run in this order, so the number of the descriptor is free only when its slot is.
  void close() {
    uring::Ring& ring = runtime.ring_;
    if (receiving) ring.cancel(*this);
    if (registered) {
      io_uring_sqe* entry = ring.entry();
      io_uring_prep_files_update(entry, const_cast<int*>(&kNoFile), 1, fd);
      uring::Ring::set_silent(entry);
    }
    io_uring_sqe* entry = ring.entry();
    io_uring_prep_close(entry, fd);
    uring::Ring::set_silent(entry);
    orphaned = true;
    if (receiving) {
      ++runtime.closing_;
    } else {
      delete this;
    }
  }
};

struct UringRuntime::Socket::Read {
  Channel& channel;
  std::span<std::byte> buffer;
  std::coroutine_handle<> waiter;
  std::size_t count = 0;

  Read(Socket& from, std::span<std::byte> into) : channel(*from.channel_), buffer(into) {}
  bool await_ready() {
    count = channel.take(buffer);
    return count > 0 || channel.result <= 0;
  }
  void await_suspend(std::coroutine_handle<> handle) {
    waiter = handle;
    channel.reader = this;
    if (!channel.receiving) channel.receive();
  }
  std::size_t await_resume() const {
    if (count > 0) return count;
    if (channel.result < 0) throw std::system_error(-channel.result, std::generic_category(), "recv");
    throw EndOfStream();
  }
  bool withdraw() {
    if (channel.reader != this) return false;
    channel.reader = nullptr;
    return true;
  }
  void cancel_wait() {
    channel.reader = nullptr;
    waiter.resume();
  }
};

inline void UringRuntime::Socket::Channel::received(int count, unsigned flags) {
  if (!(flags & IORING_CQE_F_MORE)) receiving = false;
  std::size_t given = 0;
  if (count > 0) {
    if (!orphaned) given = keep(runtime.ring_.received(count, flags), reader ? reader->buffer : std::span<std::byte>());
    runtime.ring_.give_back(flags);
  } else if (count != -ENOBUFS && count != -ECANCELED) {
    result = count;
  }
  if (orphaned) {
    if (receiving) return;
    --runtime.closing_;
    delete this;
    return;
  }
  if (reader && (given > 0 || result <= 0)) {
    reader->count = given;
    std::exchange(reader, nullptr)->waiter.resume();  // which may end this channel
  } else if (reader && !receiving) {
    receive();
  }
}

/// What the reader has no room for is kept.
inline std::size_t UringRuntime::Socket::Channel::keep(std::span<const std::byte> bytes, std::span<std::byte> into) {
  const std::size_t given = std::min(bytes.size(), into.size());
  std::copy_n(bytes.begin(), given, into.begin());
  kept.insert(kept.end(), bytes.begin() + static_cast<std::ptrdiff_t>(given), bytes.end());
  if (kept.size() - taken > kMostKept && receiving) runtime.ring_.cancel(*this);
  return given;
}

inline std::size_t UringRuntime::Socket::Channel::take(std::span<std::byte> into) {
  const std::size_t given = std::min(kept.size() - taken, into.size());
  std::copy_n(kept.begin() + static_cast<std::ptrdiff_t>(taken), given, into.begin());
  taken += given;
  if (taken == kept.size()) {
    kept.clear();
    taken = 0;
  }
  return given;
}

struct UringRuntime::Socket::Write : uring::Completion {
  Channel& channel;
  std::span<const std::byte> left;
  int error = 0;
  bool cancelled = false;  // what was sent by then is its result
  std::coroutine_handle<> waiter;

  Write(Socket& to, std::span<const std::byte> bytes) : channel(*to.channel_), left(bytes) {
    complete = [](Completion* self, int count, unsigned) { static_cast<Write*>(self)->sent(count); };
  }
  bool await_ready() const noexcept { return left.empty(); }
  void await_suspend(std::coroutine_handle<> handle) {
    waiter = handle;
    send();
  }
  void await_resume() const {
    if (error != 0) throw std::system_error(error, std::generic_category(), "send");
  }
  void cancel_wait() {
    cancelled = true;
    channel.runtime.ring_.cancel(*this);
  }

 private:
  void send() {
    io_uring_sqe* entry = channel.runtime.ring_.entry();
    io_uring_prep_send(entry, channel.fd, left.data(), left.size(), MSG_NOSIGNAL | MSG_WAITALL);
    uring::Ring::set(entry, this, channel.file_flag());
  }
  void sent(int count) {
    if (count < 0) {
      error = -count;
    } else {
      left = left.subspan(static_cast<std::size_t>(count));
      if (!left.empty() && !cancelled) return send();
    }
    waiter.resume();
  }
};

inline UringRuntime::Socket::~Socket() {
  if (channel_) channel_->close();
}
inline int UringRuntime::Socket::native_handle() const { return channel_->fd; }
inline UringRuntime::Socket::Read UringRuntime::Socket::read_some(std::span<std::byte> buffer) { return {*this, buffer}; }
inline auto UringRuntime::Socket::read_within(std::span<std::byte> buffer, std::chrono::nanoseconds timeout) {
  return ReadUntil<Read, Sleep>(*this, buffer, channel_->runtime, timeout);
}
inline UringRuntime::Socket::Write UringRuntime::Socket::write(std::span<const std::byte> bytes) { return {*this, bytes}; }

/// Registers the descriptor and connects it, as two entries of one chain.
class UringRuntime::Connect : uring::Completion {
 public:
  Connect(UringRuntime& runtime, const Endpoint& endpoint)
      : runtime_(runtime), endpoint_(endpoint), socket_(new Socket::Channel(runtime, open_stream(endpoint))) {
    complete = [](Completion* self, int result, unsigned) {
      auto& connect = *static_cast<Connect*>(self);
      connect.error_ = -result;
      connect.waiter_.resume();
    };
  }
  Connect(const Connect&) = delete;
  Connect& operator=(const Connect&) = delete;

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> handle) {
    waiter_ = handle;
    Socket::Channel& channel = *socket_.channel_;
    if (channel.registered) {
      io_uring_sqe* entry = runtime_.ring_.entry(1);
      io_uring_prep_files_update(entry, &channel.fd, 1, channel.fd);
      uring::Ring::set_silent(entry, IOSQE_IO_LINK);
    }
    io_uring_sqe* entry = runtime_.ring_.entry();
    io_uring_prep_connect(entry, channel.fd, endpoint_.data(), endpoint_.size);
    uring::Ring::set(entry, this, channel.file_flag());
  }
  Socket await_resume() {
    if (error_ != 0) throw std::system_error(error_, std::generic_category(), "connect");
    return std::move(socket_);
  }
  void cancel_wait() { runtime_.ring_.cancel(*this); }

 private:
  UringRuntime& runtime_;
  Endpoint endpoint_;
  Socket socket_;
  int error_ = 0;
  std::coroutine_handle<> waiter_;
};

class UringRuntime::ReadFile : uring::Completion {
 public:
  ReadFile(UringRuntime& runtime, int fd, std::span<std::byte> buffer, std::uint64_t offset)
      : runtime_(runtime), fd_(fd), buffer_(buffer), offset_(offset) {
    complete = [](Completion* self, int result, unsigned) {
      auto& read = *static_cast<ReadFile*>(self);
      read.result_ = result;
      read.waiter_.resume();
    };
  }
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> handle) {
    waiter_ = handle;
    io_uring_sqe* entry = runtime_.ring_.entry();
    io_uring_prep_read(entry, fd_, buffer_.data(), static_cast<unsigned>(buffer_.size()), offset_);
    uring::Ring::set(entry, this, 0);
  }
  std::size_t await_resume() const {
    if (result_ < 0) throw std::system_error(-result_, std::generic_category(), "read");
    return static_cast<std::size_t>(result_);
  }

 private:
  UringRuntime& runtime_;
  int fd_;
  std::span<std::byte> buffer_;
  std::uint64_t offset_;
  int result_ = 0;
  std::coroutine_handle<> waiter_;
};

inline UringRuntime::ReadFile UringRuntime::read_file(int fd, std::span<std::byte> buffer, std::uint64_t offset) {
  return {*this, fd, buffer, offset};
}

/// An eventfd that the ring polls.
class UringRuntime::Wakeup : uring::Completion {
 public:
  Wakeup(UringRuntime& runtime, void (*woken)(UringRuntime&))
      : runtime_(runtime), woken_(woken), fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
    complete = [](Completion* self, int, unsigned flags) {
      auto& wakeup = *static_cast<Wakeup*>(self);
      eventfd_t count;
      ::eventfd_read(wakeup.fd_, &count);
      if (!(flags & IORING_CQE_F_MORE)) wakeup.poll();
      wakeup.woken_(wakeup.runtime_);
    };
    poll();
  }
  ~Wakeup() {
    complete = [](Completion* self, int, unsigned flags) {
      if (!(flags & IORING_CQE_F_MORE)) static_cast<Wakeup*>(self)->polling_ = false;
    };
    runtime_.ring_.cancel(*this);
    while (polling_) runtime_.ring_.turn(true, nullptr);
    ::close(fd_);
  }
  void notify() { ::eventfd_write(fd_, 1); }

 private:
  void poll() {
    io_uring_sqe* entry = runtime_.ring_.entry();
    io_uring_prep_poll_multishot(entry, fd_, POLLIN);
    uring::Ring::set(entry, this, 0);
    polling_ = true;
  }

  UringRuntime& runtime_;
  void (*woken_)(UringRuntime&);
  int fd_;
  bool polling_ = false;
};

static_assert(Runtime<UringRuntime> && HasLoop<UringRuntime> && Cancels<UringRuntime> && Offloads<UringRuntime>);

}  // namespace unblock
