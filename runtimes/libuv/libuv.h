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

#include "runtimes/runtime.h"
#include "runtimes/task.h"

namespace unblock {

class LibuvRuntime {
 public:
  template <class T>
  using Task = unblock::Task<T>;
  class Socket;
  class Connect;
  struct Group : TaskGroup {
    explicit Group(LibuvRuntime&) {}
  };

  static constexpr Capabilities kCapabilities{};
  static std::string unavailable() { return {}; }
  Configuration configuration() const {
    return {{"library", std::string("libuv ") + uv_version_string()},
            {"timer resolution", "1 ms, rounded up"},
            {"write", "uv_try_write, then uv_write"},
            {"threads", "1"}};
  }

  LibuvRuntime() { check(uv_loop_init(&loop_), "uv_loop_init"); }
  LibuvRuntime(const LibuvRuntime&) = delete;
  LibuvRuntime& operator=(const LibuvRuntime&) = delete;
  ~LibuvRuntime() {
    uv_run(&loop_, UV_RUN_DEFAULT);  // sockets that were destroyed close in here
    [[maybe_unused]] const int busy = uv_loop_close(&loop_);
    assert(busy == 0);
  }

  void run(Task<void> task) {
    task.start();
    while (!task.done()) uv_run(&loop_, UV_RUN_ONCE);
    task.take();
  }

  /// A uv_timer_t inside the frame. It is closed when it has fired, and the coroutine goes on in the close callback.
  class Sleep {
   public:
    Sleep(uv_loop_t& loop, std::chrono::nanoseconds duration) : loop_(loop), duration_(duration) {}
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiter) noexcept {
      uv_timer_init(&loop_, &timer_);
      timer_.data = waiter.address();
      // The loop's clock stands still while it runs handlers: without this a wait would count from the past.
      uv_update_time(&loop_);
      const auto milliseconds = (duration_.count() + 999'999) / 1'000'000;
      uv_timer_start(&timer_, &fired, static_cast<std::uint64_t>(milliseconds < 0 ? 0 : milliseconds), 0);
    }
    void await_resume() const noexcept {}

   private:
    static void fired(uv_timer_t* timer) { uv_close(reinterpret_cast<uv_handle_t*>(timer), &closed); }
    static void closed(uv_handle_t* handle) { std::coroutine_handle<>::from_address(handle->data).resume(); }

    uv_loop_t& loop_;
    std::chrono::nanoseconds duration_;
    uv_timer_t timer_;
  };
  Sleep sleep(std::chrono::nanoseconds duration) { return {loop_, duration}; }

  Connect connect(const Endpoint& endpoint);

 private:
  static void check(int status, const char* what) {
    if (status < 0) throw std::runtime_error(std::string(what) + ": " + uv_strerror(status));
  }

  uv_loop_t loop_;
};

class LibuvRuntime::Socket {
 public:
  class Read;
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
  Write write(std::span<const std::byte> bytes);
  int native_handle() const {
    uv_os_fd_t fd = -1;
    uv_fileno(reinterpret_cast<const uv_handle_t*>(&channel_->handle), &fd);
    return fd;
  }

 private:
  friend class LibuvRuntime::Connect;

  /// The stream reads on while coroutines come and go; what arrives while nobody waits is kept, and reading stops until it is taken.
  struct Channel {
    uv_tcp_t handle;
    Read* reader = nullptr;
    bool reading = false;
    int error = 0;
    std::vector<std::byte> spilled;
    std::size_t taken = 0;  // of spilled
  };
  explicit Socket(std::unique_ptr<Channel> channel) : channel_(std::move(channel)) {}

  static void close(Channel* channel) {
    uv_close(reinterpret_cast<uv_handle_t*>(&channel->handle),
             [](uv_handle_t* handle) { delete static_cast<Channel*>(handle->data); });
  }

  std::unique_ptr<Channel> channel_;
};

class LibuvRuntime::Socket::Read {
 public:
  Read(Channel& channel, std::span<std::byte> buffer) : channel_(channel), buffer_(buffer) {}

  bool await_ready() {
    if (take_spilled()) return true;
    return channel_.error != 0;
  }
  void await_suspend(std::coroutine_handle<> waiter) {
    waiter_ = waiter;
    channel_.reader = this;
    if (channel_.reading) return;
    channel_.reading = true;
    check(uv_read_start(reinterpret_cast<uv_stream_t*>(&channel_.handle), &allocate, &received), "uv_read_start");
  }
  std::size_t await_resume() const {
    if (result_ > 0) return static_cast<std::size_t>(result_);
    if (channel_.error == UV_EOF) throw EndOfStream();
    check(channel_.error, "read");
    return 0;
  }

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
    uv_read_stop(reinterpret_cast<uv_stream_t*>(&channel.handle));
  }

  Channel& channel_;
  std::span<std::byte> buffer_;
  std::coroutine_handle<> waiter_;
  ssize_t result_ = 0;
};

class LibuvRuntime::Socket::Write {
 public:
  Write(uv_stream_t* stream, std::span<const std::byte> bytes) : stream_(stream), left_(bytes) {}

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

 private:
  uv_buf_t left() const {
    return uv_buf_init(const_cast<char*>(reinterpret_cast<const char*>(left_.data())), static_cast<unsigned>(left_.size()));
  }
  static void written(uv_write_t* request, int status) {
    auto& self = *static_cast<Write*>(request->data);
    self.status_ = status;
    self.waiter_.resume();
  }

  uv_stream_t* stream_;
  std::span<const std::byte> left_;
  int status_ = 0;
  std::coroutine_handle<> waiter_;
  uv_write_t request_;
};

inline LibuvRuntime::Socket::Read LibuvRuntime::Socket::read_some(std::span<std::byte> buffer) { return {*channel_, buffer}; }
inline LibuvRuntime::Socket::Write LibuvRuntime::Socket::write(std::span<const std::byte> bytes) {
  return {reinterpret_cast<uv_stream_t*>(&channel_->handle), bytes};
}

class LibuvRuntime::Connect {
 public:
  Connect(uv_loop_t& loop, const Endpoint& endpoint) : endpoint_(endpoint), channel_(new Socket::Channel) {
    const int status = uv_tcp_init(&loop, &channel_->handle);
    if (status < 0) delete std::exchange(channel_, nullptr);
    check(status, "uv_tcp_init");
    channel_->handle.data = channel_;
  }
  Connect(const Connect&) = delete;
  Connect& operator=(const Connect&) = delete;
  ~Connect() {
    if (channel_) Socket::close(channel_);
  }

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiter) {
    waiter_ = waiter;
    request_.data = this;
    check(uv_tcp_connect(&request_, &channel_->handle, endpoint_.data(), &connected), "connect");
  }
  Socket await_resume() {
    check(status_, "connect");
    uv_tcp_nodelay(&channel_->handle, 1);
    return Socket(std::unique_ptr<Socket::Channel>(std::exchange(channel_, nullptr)));
  }

 private:
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

inline LibuvRuntime::Connect LibuvRuntime::connect(const Endpoint& endpoint) { return {loop_, endpoint}; }

static_assert(Runtime<LibuvRuntime>);

}  // namespace unblock
