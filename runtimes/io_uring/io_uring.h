// Our own minimal loop on one thread over io_uring: the second floor, where a turn of the loop is one system call for all sockets.
// Not a library to use.
#pragma once

#include <poll.h>
#include <sys/eventfd.h>

#include <memory>
#include <vector>

#include "runtimes/io_uring/ring.h"
#include "runtimes/loop/datagram_socket.h"
#include "runtimes/loop/offload.h"
#include "runtimes/loop/stream_socket.h"
#include "runtimes/loop/task_loop.h"
#include "runtimes/loop/timers.h"

namespace unblock {

class UringRuntime : public TaskLoop<UringRuntime>, public PoolOffload<UringRuntime> {
 public:
  class Socket;
  class Connect;
  class Datagrams;
  class ReadFile;
  class Wakeup;
  struct Sleep : Timers::Sleep {
    Sleep(UringRuntime& runtime, std::chrono::nanoseconds duration) : Timers::Sleep(runtime.timers_, duration) {}
  };

  /// A datagram is received into one of the ring's buffers.
  static constexpr Capabilities kCapabilities{.has_loop = true, .cancels = true, .offloads = true, .datagram_bytes = uring::Ring::kBufferBytes};
  static std::string unavailable() { return uring::Ring::unavailable(); }
  Configuration configuration() const {
    using uring::Ring;
    return {{"idiom", kTuned},
            {"reactor", "io_uring, one io_uring_enter a turn"},
            {"wait", "for up to " + std::to_string(uring::Batch::kMost) + " completions within " + std::to_string(uring::Batch::kLingerNs / 1000) +
                         " us, where they come that fast"},
            {"ring", std::string(Ring::kFlags) + ", " + std::to_string(Ring::kEntries) + " entries"},
            {"receive", "multishot, " + std::to_string(Ring::kBuffers) + " provided buffers of " + std::to_string(Ring::kBufferBytes) + " bytes"},
            {"send", "up to " + std::to_string(kMostCopied) + " bytes copied, and an error told to the next write"},
            {"files", ring_.has_slot(0) ? "registered" : "not registered: the kernel refused the table"},
            {"threads", "1"},
            {"offload threads", std::to_string(kOffloadThreads) + ", started with the first use"}};
  }

  UringRuntime() = default;
  ~UringRuntime() {
    stop_offload();
    for (sweep(); closing_ > 0; sweep()) ring_.turn(closed_.empty(), nullptr);
    ring_.turn(false, nullptr);  // hands over what closes the last descriptors
  }

  ReadFile read_file(int fd, std::span<std::byte> buffer, std::uint64_t offset);

 private:
  friend TaskLoop;
  static constexpr std::size_t kMostCopied = 4096;

  void step() {
    __kernel_timespec timeout{};
    const bool limited = !has_ready() && !timers_.empty();
    if (limited) {
      const timespec left = timers_.left();
      timeout = {left.tv_sec, left.tv_nsec};
    }
    ring_.turn(!has_ready(), limited ? &timeout : nullptr, readers_);
    sweep();
    timers_.fire();
    run_ready();
  }

  /// Frees what was closed before this turn.
  void sweep();

  uring::Ring ring_;
  Timers timers_;
  std::size_t readers_ = 0;  // that wait for their peer
  std::size_t closing_ = 0;  // channels that something still points to
  std::vector<uring::Completion*> closed_;
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
  friend class UringRuntime;
  friend class UringRuntime::Connect;
  friend class UringRuntime::Datagrams;
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
  bool closed = false;  // and its turn is not over
  int result = 1;  // 0: the peer closed its side; below: an error
  Read* reader = nullptr;
  std::vector<std::byte> kept;
  std::size_t taken = 0;  // of kept
  std::size_t datagram = 0;  // the size of those that are kept; 0: it is a stream
  bool waking = false;       // the reader goes on when all of this turn have been received

  /// A small message is copied and its writer goes on at once. The send is not to wait (MSG_DONTWAIT), so it is over when the turn
  /// that it belongs to is, and only a failure has a completion: what the socket had no room for is then sent in earnest.
  struct Sending : uring::Completion {
    Channel* channel = nullptr;
    std::vector<std::byte> bytes;
    std::size_t sent = 0;
    unsigned turn = 0;        // in which it is handed over
    bool in_earnest = false;  // until its completion
    int error = 0;            // for the next writer
    Write* next = nullptr;    // who waits until it has been sent
  } sending;

  Channel(UringRuntime& loop, int descriptor) : runtime(loop), fd(descriptor), registered(loop.ring_.has_slot(descriptor)) {
    complete = [](Completion* self, int count, unsigned flags) { static_cast<Channel*>(self)->received(count, flags); };
    sending.channel = this;
    sending.first = true;
    sending.turn = loop.ring_.turns() - 1;
    sending.complete = [](Completion* self, int count, unsigned) { static_cast<Sending*>(self)->channel->sent(count); };
  }
  void add_reader(Read* read) {
    reader = read;
    ++runtime.readers_;
  }
  Read* take_reader() {
    --runtime.readers_;
    return std::exchange(reader, nullptr);
  }
  unsigned file_flag() const { return registered ? IOSQE_FIXED_FILE : 0u; }

  void receive() {
    receiving = true;
    io_uring_sqe* entry = runtime.ring_.entry();
    io_uring_prep_recv_multishot(entry, fd, nullptr, 0, 0);
    uring::Ring::set(entry, this, file_flag() | IOSQE_BUFFER_SELECT);
    entry->buf_group = uring::Ring::kGroup;
  }
  void send(uring::Completion& completion, std::span<const std::byte> bytes, int message_flags = 0, unsigned flags = 0) {
    io_uring_sqe* entry = runtime.ring_.entry();
    io_uring_prep_send(entry, fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_WAITALL | message_flags);
    uring::Ring::set(entry, &completion, file_flag() | flags);
  }
  bool is_copying() const { return sending.turn == runtime.ring_.turns(); }
  bool is_sending() const { return sending.in_earnest || is_copying(); }
  /// False: it is too large, or the one before is not known to have been sent.
  bool send_copy(std::span<const std::byte> bytes) {
    if (bytes.size() > kMostCopied || is_sending()) return false;
    sending.bytes.assign(bytes.begin(), bytes.end());
    sending.sent = 0;
    sending.turn = runtime.ring_.turns();
    send(sending, sending.bytes, MSG_DONTWAIT, IOSQE_CQE_SKIP_SUCCESS);
    return true;
  }
  void sent(int count);
  void received(int count, unsigned flags);
  /// Nothing points to it any more.
  void free_if_done() {
    if (receiving || closed || waking || is_sending()) return;
    --runtime.closing_;
    delete this;
  }
  void keep_datagram(int count, unsigned flags);
  void wake_reader();
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
    ++runtime.closing_;
    closed = true;
    runtime.closed_.push_back(this);
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
    channel.add_reader(this);
    if (!channel.receiving) channel.receive();
  }
  std::size_t await_resume() const {
    if (count > 0) return count;
    if (channel.result < 0) throw std::system_error(-channel.result, std::generic_category(), "recv");
    throw EndOfStream();
  }
  bool withdraw() {
    if (channel.reader != this) return false;
    channel.take_reader();
    return true;
  }
  void cancel_wait() {
    channel.take_reader();
    waiter.resume();
  }
};

inline void UringRuntime::Socket::Channel::received(int count, unsigned flags) {
  if (!(flags & IORING_CQE_F_MORE)) receiving = false;
  if (datagram != 0) return keep_datagram(count, flags);
  std::size_t given = 0;
  if (count > 0) {
    if (!orphaned) given = keep(runtime.ring_.received(count, flags), reader ? reader->buffer : std::span<std::byte>());
    runtime.ring_.give_back(flags);
  } else if (count != -ENOBUFS && count != -ECANCELED) {
    result = count;
  }
  if (orphaned) return free_if_done();
  if (reader && (given > 0 || result <= 0)) {
    reader->count = given;
    take_reader()->waiter.resume();  // which may end this channel
  } else if (reader && !receiving) {
    receive();
  }
}

inline void UringRuntime::Socket::Channel::keep_datagram(int count, unsigned flags) {
  if (count > 0) {
    if (!orphaned && static_cast<std::size_t>(count) == datagram) keep(runtime.ring_.received(count, flags), {});
    runtime.ring_.give_back(flags);
  } else if (count < 0 && count != -ENOBUFS && count != -ECANCELED) {
    result = count;
  }
  if (orphaned) return free_if_done();
  if (reader && !waking && (!kept.empty() || result < 0)) {
    waking = true;
    runtime.post([](void* self) { static_cast<Channel*>(self)->wake_reader(); }, this);
  } else if (reader && !receiving && !waking) {
    receive();
  }
}

inline void UringRuntime::Socket::Channel::wake_reader() {
  waking = false;
  if (orphaned) return free_if_done();
  if (!reader) return;
  reader->count = take(reader->buffer);
  take_reader()->waiter.resume();
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
  bool submitted = false;
  std::coroutine_handle<> waiter;

  Write(Socket& to, std::span<const std::byte> bytes) : channel(*to.channel_), left(bytes) {
    complete = [](Completion* self, int count, unsigned) { static_cast<Write*>(self)->sent(count); };
  }
  bool await_ready() {
    error = std::exchange(channel.sending.error, 0);
    return error != 0 || left.empty() || channel.send_copy(left);
  }
  void await_suspend(std::coroutine_handle<> handle) {
    waiter = handle;
    wait();
  }
  void await_resume() const {
    if (error != 0) throw std::system_error(error, std::generic_category(), "send");
  }
  void cancel_wait() {
    cancelled = true;
    if (submitted) return channel.runtime.ring_.cancel(*this);
    if (channel.sending.next != this) return;  // it goes on after this turn
    channel.sending.next = nullptr;
    waiter.resume();
  }
  /// The message before has been sent, or could not be.
  void go_on() {
    error = std::exchange(channel.sending.error, 0);
    if (cancelled || error != 0 || channel.send_copy(left)) return waiter.resume();
    wait();
  }

 private:
  void wait() {
    if (channel.sending.in_earnest) {
      channel.sending.next = this;
    } else if (channel.is_sending()) {
      channel.runtime.post([](void* self) { static_cast<Write*>(self)->go_on(); }, this);
    } else {
      submitted = true;
      channel.send(*this, left);
    }
  }
  void sent(int count) {
    if (count < 0) {
      error = -count;
    } else {
      left = left.subspan(static_cast<std::size_t>(count));
      if (!left.empty() && !cancelled) return channel.send(*this, left);
    }
    waiter.resume();
  }
};

inline void UringRuntime::Socket::Channel::sent(int count) {
  sending.sent += count > 0 ? static_cast<std::size_t>(count) : 0;
  sending.in_earnest = (count >= 0 || count == -EAGAIN) && sending.sent < sending.bytes.size();
  if (sending.in_earnest) return send(sending, std::span(sending.bytes).subspan(sending.sent));
  if (count < 0) sending.error = -count;
  if (orphaned) return free_if_done();
  if (Write* next = std::exchange(sending.next, nullptr)) next->go_on();
}

inline void UringRuntime::sweep() {
  std::vector<uring::Completion*> channels;
  channels.swap(closed_);
  for (uring::Completion* each : channels) {
    auto* channel = static_cast<Socket::Channel*>(each);
    channel->closed = channel->is_copying();
    if (channel->closed) {
      closed_.push_back(channel);
    } else {
      channel->free_if_done();
    }
  }
}

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

/// A socket whose receives are collected for a turn, and whose sends the kernel cuts into datagrams.
class UringRuntime::Datagrams {
 public:
  Datagrams(UringRuntime& runtime, const Endpoint& endpoint, std::size_t size)
      : socket_(new Socket::Channel(runtime, open_datagrams(endpoint))), at_once_(segment_datagrams(socket_.native_handle(), size)) {
    socket_.channel_->datagram = size;
    socket_.channel_->registered = false;  // there is no connect to wait for, behind which it would be
  }

  int native_handle() const { return socket_.native_handle(); }
  std::string mode() const { return at_once_ > socket_.channel_->datagram ? "multishot receive, UDP_SEGMENT" : "multishot receive, one entry a datagram"; }

  struct Receive : Socket::Read {
    Receive(Datagrams& from, std::span<std::byte> into) : Read(from.socket_, into) {}
    std::size_t await_resume() const {
      if (count > 0) return count / channel.datagram;
      throw std::system_error(-channel.result, std::generic_category(), "recv");
    }
  };
  Task<void> send(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
      const std::size_t now = std::min(bytes.size(), at_once_);
      co_await socket_.write(bytes.first(now));
      bytes = bytes.subspan(now);
    }
  }

 private:
  Socket socket_;
  std::size_t at_once_;
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

static_assert(Runtime<UringRuntime> && HasLoop<UringRuntime> && Cancels<UringRuntime> && Offloads<UringRuntime> && HasDatagrams<UringRuntime>);

}  // namespace unblock
