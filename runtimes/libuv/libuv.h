// libuv on one thread, its callbacks resuming coroutines. Handles are closed and their close callback awaited before memory goes.
#pragma once

#include <uv.h>

#include <algorithm>
#include <cassert>
#include <coroutine>
#include <memory>
#include <optional>
#include <stdexcept>
#include <vector>

#include "runtimes/loop/stream_socket.h"
#include "runtimes/loop/task_loop.h"

namespace unblock {

class LibuvRuntime : public TaskLoop<LibuvRuntime> {
 public:
  class Socket;
  class Connect;
  class Datagrams;

  Configuration configuration() const {
    return {{"idiom", kTuned},
            {"library", std::string("libuv ") + uv_version_string()},
            {"timer resolution", "1 ms, rounded up to the exact end"},
            {"write", "uv_try_write, then uv_write (as in the examples: uv_write)"},
            {"post and yield", "a queue run by a uv_idle_t"},
            {"threads", "1, and UV_THREADPOOL_SIZE (4) for files and offload"}};
  }

  LibuvRuntime() {
    check(uv_loop_init(&loop_), "uv_loop_init");
    uv_idle_init(&loop_, &idle_);
    idle_.data = this;
  }
  ~LibuvRuntime() {
    uv_close(reinterpret_cast<uv_handle_t*>(&idle_), nullptr);
    uv_run(&loop_, UV_RUN_DEFAULT);  // sockets that were destroyed close in here
    [[maybe_unused]] const int busy = uv_loop_close(&loop_);
    assert(busy == 0);
  }

  /// A uv_timer_t inside the frame. It is closed when it has fired, and the coroutine goes on in the close callback.
  class Sleep {
   public:
    Sleep(LibuvRuntime& runtime, std::chrono::nanoseconds duration) : loop_(runtime.loop_), duration_(duration) {}
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiter) noexcept {
      uv_timer_init(&loop_, &timer_);
      timer_.data = waiter.address();
      uv_timer_start(&timer_, [](uv_timer_t* timer) { close(timer); }, ticks(loop_, duration_), 0);
    }
    void await_resume() const noexcept {}
    void cancel_wait() {
      if (!uv_is_closing(reinterpret_cast<uv_handle_t*>(&timer_))) close(&timer_);
    }

   private:
    static void close(uv_timer_t* timer) {
      uv_close(reinterpret_cast<uv_handle_t*>(timer),
               [](uv_handle_t* handle) { std::coroutine_handle<>::from_address(handle->data).resume(); });
    }

    uv_loop_t& loop_;
    std::chrono::nanoseconds duration_;
    uv_timer_t timer_;
  };

  template <class Work>
  class Offload;
  template <class Work>
  Offload<Work> offload(Work work) {
    return {*this, std::move(work)};
  }
  class ReadFile;
  ReadFile read_file(int fd, std::span<std::byte> buffer, std::uint64_t offset);

 private:
  friend TaskLoop;

  void step() { uv_run(&loop_, UV_RUN_ONCE); }
  /// The way of Node's setImmediate: an active idle handle while something is ready.
  void ready_soon() {
    uv_idle_start(&idle_, [](uv_idle_t* idle) {
      uv_idle_stop(idle);
      static_cast<LibuvRuntime*>(idle->data)->run_ready();
    });
  }

  /// Ticks from uv_now() to the first whole millisecond at which `duration` is over. uv_now() stands still while handlers
  /// run and is rounded down: a timer of the bare duration would count from the past, and fire early.
  static std::uint64_t ticks(const uv_loop_t& loop, std::chrono::nanoseconds duration) {
    const auto due_ns = static_cast<std::int64_t>(uv_hrtime()) + duration.count();
    const std::int64_t due = (due_ns + 999'999) / 1'000'000;
    return static_cast<std::uint64_t>(std::max<std::int64_t>(due - static_cast<std::int64_t>(uv_now(&loop)), 0));
  }
  static void check(int status, const char* what) {
    if (status < 0) throw std::runtime_error(std::string(what) + ": " + uv_strerror(status));
  }

  uv_loop_t loop_;
  uv_idle_t idle_;
};

class LibuvRuntime::Socket {
 public:
  class Read;
  class ReadWithin;
  class Write;

  Socket(Socket&&) noexcept = default;
  Socket& operator=(Socket&& other) noexcept {
    std::swap(channel_, other.channel_);
    return *this;
  }
  ~Socket() {
    if (channel_) close(channel_.release());
  }

  Read read_some(std::span<std::byte> buffer);
  ReadWithin read_within(std::span<std::byte> buffer, std::chrono::nanoseconds timeout);
  Write write(std::span<const std::byte> bytes);
  int native_handle() const {
    uv_os_fd_t fd = -1;
    uv_fileno(&channel_->handle, &fd);
    return fd;
  }

 private:
  friend class LibuvRuntime::Connect;

  /// The stream reads on while coroutines come and go; what arrives while nobody waits is kept, and reading stops until it is taken.
  struct Channel {
    union {
      uv_handle_t handle;
      uv_stream_t stream;
      uv_tcp_t tcp;
      uv_pipe_t pipe;
    };
    Read* reader = nullptr;
    bool reading = false;
    int error = 0;
    std::vector<std::byte> spilled;
    std::size_t taken = 0;  // of spilled
    std::unique_ptr<uv_timer_t> deadline;  // with the first read_within
    bool closed = false;    // by a cancelled write or connect
    bool orphaned = false;  // its socket is gone: the close callback frees it
  };
  explicit Socket(std::unique_ptr<Channel> channel) : channel_(std::move(channel)) {}

  /// Gives the channel up; it is freed once libuv has let go of it.
  static void close(Channel* channel) {
    channel->orphaned = true;
    if (uv_timer_t* deadline = channel->deadline.release()) {
      uv_close(reinterpret_cast<uv_handle_t*>(deadline),
               [](uv_handle_t* handle) { delete reinterpret_cast<uv_timer_t*>(handle); });
    }
    if (channel->closed) {
      delete channel;
    } else {
      shut(*channel);
    }
  }

  /// Closes the handle, which ends what is pending on it with UV_ECANCELED: the only way libuv has for writes and connects.
  static void shut(Channel& channel) {
    if (uv_is_closing(&channel.handle)) return;
    uv_close(&channel.handle, [](uv_handle_t* handle) {
      auto* gone = static_cast<Channel*>(handle->data);
      gone->closed = true;
      if (gone->orphaned) delete gone;
    });
  }

  std::unique_ptr<Channel> channel_;
};

class LibuvRuntime::Socket::Read {
 public:
  Read(Socket& socket, std::span<std::byte> buffer) : channel_(*socket.channel_), buffer_(buffer) {}

  bool await_ready() {
    if (take_spilled()) return true;
    return channel_.error != 0;
  }
  void await_suspend(std::coroutine_handle<> waiter) {
    waiter_ = waiter;
    channel_.reader = this;
    if (channel_.reading) return;
    channel_.reading = true;
    check(uv_read_start(&channel_.stream, &allocate, &received), "uv_read_start");
  }
  std::size_t await_resume() const {
    if (result_ > 0) return static_cast<std::size_t>(result_);
    if (channel_.error == UV_EOF) throw EndOfStream();
    check(channel_.error, "read");
    return 0;
  }
  void cancel_wait() {
    channel_.reader = nullptr;
    waiter_.resume();
  }

 protected:
  Channel& channel_;

 private:
  bool take_spilled() {
    std::vector<std::byte>& spilled = channel_.spilled;
    const std::size_t left = spilled.size() - channel_.taken;
    if (left == 0) return false;
    const std::size_t n = std::min(left, buffer_.size());
    std::copy_n(spilled.begin() + static_cast<std::ptrdiff_t>(channel_.taken), n, buffer_.begin());
    channel_.taken += n;
    if (n == left) {
      spilled.clear();
      channel_.taken = 0;
    }
    result_ = static_cast<ssize_t>(n);
    return true;
  }

  static void allocate(uv_handle_t* handle, std::size_t, uv_buf_t* buffer) {
    auto& channel = *static_cast<Channel*>(handle->data);
    if (channel.reader) {
      const std::span<std::byte> into = channel.reader->buffer_;
      *buffer = uv_buf_init(reinterpret_cast<char*>(into.data()), static_cast<unsigned>(into.size()));
      return;
    }
    constexpr std::size_t kSpill = 16 * 1024;
    channel.spilled.resize(kSpill);
    *buffer = uv_buf_init(reinterpret_cast<char*>(channel.spilled.data()), kSpill);
  }

  static void received(uv_stream_t* stream, ssize_t count, const uv_buf_t*) {
    auto& channel = *static_cast<Channel*>(stream->data);
    if (count < 0) channel.error = static_cast<int>(count);
    if (!channel.reader) {
      channel.spilled.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
      if (count != 0) stop(channel);
      return;
    }
    if (count == 0) return;
    if (count < 0) stop(channel);
    Read* reader = std::exchange(channel.reader, nullptr);
    reader->result_ = count;
    reader->waiter_.resume();
  }

  static void stop(Channel& channel) {
    channel.reading = false;
    uv_read_stop(&channel.stream);
  }

  std::span<std::byte> buffer_;
  std::coroutine_handle<> waiter_;
  ssize_t result_ = 0;
};

/// One timer per connection, started and stopped around each read.
class LibuvRuntime::Socket::ReadWithin : public Read {
 public:
  ReadWithin(Socket& socket, std::span<std::byte> buffer, std::chrono::nanoseconds timeout)
      : Read(socket, buffer), timeout_(timeout) {}

  void await_suspend(std::coroutine_handle<> waiter) {
    Read::await_suspend(waiter);
    uv_loop_t* loop = channel_.handle.loop;
    if (!channel_.deadline) {
      channel_.deadline = std::make_unique<uv_timer_t>();
      uv_timer_init(loop, channel_.deadline.get());
    }
    channel_.deadline->data = this;
    uv_timer_start(
        channel_.deadline.get(), [](uv_timer_t* timer) { static_cast<ReadWithin*>(timer->data)->expire(); },
        ticks(*loop, timeout_), 0);
  }
  std::size_t await_resume() {
    if (expired_) throw TimedOut();
    if (channel_.deadline) uv_timer_stop(channel_.deadline.get());
    return Read::await_resume();
  }

 private:
  void expire() {
    expired_ = true;
    cancel_wait();
  }

  std::chrono::nanoseconds timeout_;
  bool expired_ = false;
};

class LibuvRuntime::Socket::Write {
 public:
  Write(Socket& socket, std::span<const std::byte> bytes)
      : channel_(*socket.channel_), stream_(&channel_.stream), left_(bytes) {}

  bool await_ready() noexcept {
    const uv_buf_t buffer = left();
    status_ = uv_try_write(stream_, &buffer, 1);
    if (status_ == UV_EAGAIN) return false;
    if (status_ < 0) return true;
    left_ = left_.subspan(static_cast<std::size_t>(status_));
    return left_.empty();
  }
  void await_suspend(std::coroutine_handle<> waiter) {
    waiter_ = waiter;
    request_.data = this;
    const uv_buf_t buffer = left();
    check(uv_write(&request_, stream_, &buffer, 1, &written), "uv_write");
  }
  void await_resume() const { check(status_, "write"); }
  /// A write cannot be taken back: the connection goes with it.
  void cancel_wait() { shut(channel_); }

 private:
  uv_buf_t left() const {
    return uv_buf_init(const_cast<char*>(reinterpret_cast<const char*>(left_.data())), static_cast<unsigned>(left_.size()));
  }
  static void written(uv_write_t* request, int status) {
    auto& self = *static_cast<Write*>(request->data);
    self.status_ = status;
    self.waiter_.resume();
  }

  Channel& channel_;
  uv_stream_t* stream_;
  std::span<const std::byte> left_;
  int status_ = 0;
  std::coroutine_handle<> waiter_;
  uv_write_t request_;
};

inline LibuvRuntime::Socket::Read LibuvRuntime::Socket::read_some(std::span<std::byte> buffer) { return {*this, buffer}; }
inline LibuvRuntime::Socket::ReadWithin LibuvRuntime::Socket::read_within(std::span<std::byte> buffer,
                                                                          std::chrono::nanoseconds timeout) {
  return {*this, buffer, timeout};
}
inline LibuvRuntime::Socket::Write LibuvRuntime::Socket::write(std::span<const std::byte> bytes) { return {*this, bytes}; }

class LibuvRuntime::Connect {
 public:
  Connect(LibuvRuntime& runtime, const Endpoint& endpoint) : endpoint_(endpoint), channel_(new Socket::Channel) {
    const int status = endpoint.is_unix() ? uv_pipe_init(&runtime.loop_, &channel_->pipe, 0) : uv_tcp_init(&runtime.loop_, &channel_->tcp);
    if (status < 0) delete std::exchange(channel_, nullptr);
    check(status, endpoint.is_unix() ? "uv_pipe_init" : "uv_tcp_init");
    channel_->handle.data = channel_;
  }
  Connect(const Connect&) = delete;
  Connect& operator=(const Connect&) = delete;
  ~Connect() {
    if (channel_) Socket::close(channel_);
  }

  bool await_ready() {
    if (endpoint_.is_unix()) status_ = open_unix();
    return endpoint_.is_unix();
  }
  void await_suspend(std::coroutine_handle<> waiter) {
    waiter_ = waiter;
    request_.data = this;
    check(uv_tcp_connect(&request_, &channel_->tcp, endpoint_.data(), &connected), "connect");
  }
  Socket await_resume() {
    check(status_, "connect");
    if (!endpoint_.is_unix()) uv_tcp_nodelay(&channel_->tcp, 1);
    return Socket(std::unique_ptr<Socket::Channel>(std::exchange(channel_, nullptr)));
  }
  void cancel_wait() { Socket::shut(*channel_); }

 private:
  /// What uv_pipe_connect does, which in libuv 1.44 takes no abstract name. Connecting a Unix socket never waits.
  int open_unix() {
    const int fd = open_stream(endpoint_);
    const int status = ::connect(fd, endpoint_.data(), endpoint_.size) == 0 ? uv_pipe_open(&channel_->pipe, fd) : uv_translate_sys_error(errno);
    if (status < 0) ::close(fd);
    return status;
  }
  static void connected(uv_connect_t* request, int status) {
    auto& self = *static_cast<Connect*>(request->data);
    self.status_ = status;
    self.waiter_.resume();
  }

  Endpoint endpoint_;
  Socket::Channel* channel_;
  int status_ = 0;
  std::coroutine_handle<> waiter_;
  uv_connect_t request_;
};

/// uv_queue_work.
template <class Work>
class LibuvRuntime::Offload {
 public:
  Offload(LibuvRuntime& runtime, Work work) : loop_(runtime.loop_), work_(std::move(work)) {}
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiter) {
    waiter_ = waiter;
    request_.data = this;
    check(uv_queue_work(&loop_, &request_, &run, &finished), "uv_queue_work");
  }
  void await_resume() {
    if (error_) std::rethrow_exception(std::move(error_));
  }

 private:
  static void run(uv_work_t* request) {
    auto& self = *static_cast<Offload*>(request->data);
    try {
      self.work_();
    } catch (...) {
      self.error_ = std::current_exception();
    }
  }
  static void finished(uv_work_t* request, int) { static_cast<Offload*>(request->data)->waiter_.resume(); }

  uv_loop_t& loop_;
  Work work_;
  std::exception_ptr error_;
  std::coroutine_handle<> waiter_;
  uv_work_t request_;
};

/// uv_fs_read, which libuv 1.44 runs on its pool.
class LibuvRuntime::ReadFile {
 public:
  ReadFile(uv_loop_t& loop, int fd, std::span<std::byte> buffer, std::uint64_t offset)
      : loop_(loop), fd_(fd), buffer_(buffer), offset_(offset) {}
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiter) {
    waiter_ = waiter;
    request_.data = this;
    const uv_buf_t into = uv_buf_init(reinterpret_cast<char*>(buffer_.data()), static_cast<unsigned>(buffer_.size()));
    check(uv_fs_read(&loop_, &request_, fd_, &into, 1, static_cast<std::int64_t>(offset_), &finished), "uv_fs_read");
  }
  std::size_t await_resume() const {
    if (result_ < 0) check(static_cast<int>(result_), "read");
    return static_cast<std::size_t>(result_);
  }

 private:
  static void finished(uv_fs_t* request) {
    auto& self = *static_cast<ReadFile*>(request->data);
    self.result_ = request->result;
    uv_fs_req_cleanup(request);
    self.waiter_.resume();
  }

  uv_loop_t& loop_;
  int fd_;
  std::span<std::byte> buffer_;
  std::uint64_t offset_;
  ssize_t result_ = 0;
  std::coroutine_handle<> waiter_;
  uv_fs_t request_;
};

inline LibuvRuntime::ReadFile LibuvRuntime::read_file(int fd, std::span<std::byte> buffer, std::uint64_t offset) {
  return {loop_, fd, buffer, offset};
}

/// A uv_udp_t that receives on while coroutines come and go. Each datagram is a callback, as libuv has it.
class LibuvRuntime::Datagrams {
 public:
  class Receive;

  Datagrams(LibuvRuntime& runtime, const Endpoint& endpoint, std::size_t size) : channel_(new Channel), size_(size), packet_(size + 1) {
    check(uv_udp_init(&runtime.loop_, &channel_->udp), "uv_udp_init");
    channel_->udp.data = this;
    check(uv_udp_connect(&channel_->udp, endpoint.data()), "uv_udp_connect");
    int room = 4 << 20;
    uv_recv_buffer_size(&channel_->handle, &room);
  }
  Datagrams(const Datagrams&) = delete;
  Datagrams& operator=(const Datagrams&) = delete;
  ~Datagrams() {
    uv_close(&channel_->handle, [](uv_handle_t* handle) { delete reinterpret_cast<Channel*>(handle); });
  }

  int native_handle() const {
    uv_os_fd_t fd = -1;
    uv_fileno(&channel_->handle, &fd);
    return fd;
  }
  std::string mode() const { return "uv_udp_recv_start, uv_udp_try_send one by one, then uv_udp_send"; }

  /// What the socket does not take at once is queued, and waited for.
  Task<void> send(std::span<const std::byte> bytes) {
    for (; !bytes.empty(); bytes = bytes.subspan(size_)) {
      const uv_buf_t datagram = uv_buf_init(const_cast<char*>(reinterpret_cast<const char*>(bytes.data())), static_cast<unsigned>(size_));
      const int count = uv_udp_try_send(&channel_->udp, &datagram, 1, nullptr);
      if (count == UV_EAGAIN) {
        co_await Queued{channel_->udp, datagram};
      } else {
        check(count, "uv_udp_try_send");
      }
    }
  }

 private:
  union Channel {
    uv_handle_t handle;
    uv_udp_t udp;
  };
  struct Queued {
    uv_udp_t& udp;
    uv_buf_t datagram;
    uv_udp_send_t request{};
    int status = 0;
    std::coroutine_handle<> waiter{};

    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> handle) {
      waiter = handle;
      request.data = this;
      check(uv_udp_send(&request, &udp, &datagram, 1, nullptr, [](uv_udp_send_t* ended, int result) {
              auto& queued = *static_cast<Queued*>(ended->data);
              queued.status = result;
              queued.waiter.resume();
            }),
            "uv_udp_send");
    }
    void await_resume() const { check(status, "uv_udp_send"); }
  };

  Channel* channel_;  // freed once libuv has let go of it
  std::size_t size_;
  std::vector<std::byte> packet_;  // one byte longer than a datagram, so that a longer one is seen
  std::vector<std::byte> spilled_;
  Receive* reader_ = nullptr;
  bool receiving_ = false;
  int error_ = 0;
};

class LibuvRuntime::Datagrams::Receive {
 public:
  Receive(Datagrams& from, std::span<std::byte> into) : from_(from), buffer_(into) {}

  bool await_ready() {
    std::vector<std::byte>& spilled = from_.spilled_;
    const std::size_t bytes = std::min(spilled.size(), buffer_.size() / from_.size_ * from_.size_);
    std::copy_n(spilled.begin(), bytes, buffer_.begin());
    spilled.erase(spilled.begin(), spilled.begin() + static_cast<std::ptrdiff_t>(bytes));
    count_ = bytes / from_.size_;
    return count_ > 0 || from_.error_ != 0;
  }
  void await_suspend(std::coroutine_handle<> waiter) {
    waiter_ = waiter;
    from_.reader_ = this;
    if (from_.receiving_) return;
    from_.receiving_ = true;
    check(uv_udp_recv_start(&from_.channel_->udp, &allocate, &received), "uv_udp_recv_start");
  }
  std::size_t await_resume() const {
    if (count_ == 0) check(from_.error_, "recv");
    return count_;
  }
  void cancel_wait() {
    from_.reader_ = nullptr;
    waiter_.resume();
  }

 private:
  static void allocate(uv_handle_t* handle, std::size_t, uv_buf_t* buffer) {
    std::vector<std::byte>& packet = static_cast<Datagrams*>(handle->data)->packet_;
    *buffer = uv_buf_init(reinterpret_cast<char*>(packet.data()), static_cast<unsigned>(packet.size()));
  }
  static void received(uv_udp_t* udp, ssize_t count, const uv_buf_t*, const sockaddr* sender, unsigned) {
    auto& from = *static_cast<Datagrams*>(udp->data);
    if (count < 0) from.error_ = static_cast<int>(count);
    const bool whole = sender && count == static_cast<ssize_t>(from.size_);
    if (count >= 0 && !whole) return;  // nothing to read any more, or another's
    Receive* reader = std::exchange(from.reader_, nullptr);
    if (!reader && whole) from.spilled_.insert(from.spilled_.end(), from.packet_.begin(), from.packet_.end() - 1);
    if (!reader) return;
    if (whole) std::copy_n(from.packet_.begin(), from.size_, reader->buffer_.begin());
    reader->count_ = whole ? 1 : 0;
    reader->waiter_.resume();
  }

  Datagrams& from_;
  std::span<std::byte> buffer_;
  std::size_t count_ = 0;
  std::coroutine_handle<> waiter_;
};

static_assert(Runtime<LibuvRuntime> && HasLoop<LibuvRuntime> && Cancels<LibuvRuntime> && Offloads<LibuvRuntime> && HasDatagrams<LibuvRuntime>);

}  // namespace unblock
