// Boost.Asio on one thread: awaitables that await Asio's operations directly (token `deferred`), concurrency hint 1.
// The reactor is chosen at compile time: epoll, or io_uring with BOOST_ASIO_HAS_IO_URING (see runtimes/asio_uring).
#pragma once

#include "runtimes/asio/uring_entries.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/generic/datagram_protocol.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/random_access_file.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/version.hpp>
#include <exception>
#include <list>
#include <optional>

#include "runtimes/runtime.h"

namespace unblock {

namespace net = boost::asio;

class AsioRuntime {
 public:
  template <class T>
  using Task = net::awaitable<T>;
  class Socket;
  class Datagrams;
  class CancelScope;

  /// Asio has no semaphore: whoever waits has a timer in a queue whose cancellation is the signal. (A channel of permits would
  /// do, but Boost 1.81's takes no permit any more once its last waiting receiver was cancelled.)
  class Slots {
   public:
    Slots(AsioRuntime& runtime, std::size_t free) : context_(runtime.context_), free_(free) {}

    Task<void> take() {
      if (free_ > 0) {
        --free_;
        co_return;
      }
      const auto place = queue_.emplace(queue_.end(), net::steady_timer(context_, net::steady_timer::time_point::max()));
      boost::system::error_code cancelled;
      co_await place->timer.async_wait(net::redirect_error(net::use_awaitable, cancelled));
      const bool served = place->served;
      (served ? served_ : queue_).erase(place);
      if (!served) throw boost::system::system_error(net::error::operation_aborted);
    }
    void give() {
      if (queue_.empty()) {
        ++free_;
        return;
      }
      served_.splice(served_.end(), queue_, queue_.begin());
      served_.back().served = true;
      served_.back().timer.cancel();
    }

   private:
    struct Place {
      explicit Place(net::steady_timer signal) : timer(std::move(signal)) {}
      net::steady_timer timer;
      bool served = false;
    };

    net::io_context& context_;
    std::size_t free_;
    std::list<Place> queue_, served_;
  };

  class Group {
   public:
    explicit Group(AsioRuntime& runtime) : context_(runtime.context_), ended_(context_) {}

    void spawn(Task<void> task) {
      ++pending_;
      net::co_spawn(context_, std::move(task), [this](std::exception_ptr error) {
        if (error && !first_error_) first_error_ = std::move(error);
        if (--pending_ == 0) ended_.cancel();
      });
    }

    Task<void> join() {
      while (pending_ != 0) {
        ended_.expires_at(net::steady_timer::time_point::max());
        boost::system::error_code cancelled;
        co_await ended_.async_wait(net::redirect_error(net::use_awaitable, cancelled));
      }
      if (first_error_) std::rethrow_exception(std::exchange(first_error_, nullptr));
    }

   private:
    net::io_context& context_;
    net::steady_timer ended_;  // never fires: its cancellation is the signal
    std::size_t pending_ = 0;
    std::exception_ptr first_error_;
  };

  static constexpr Capabilities kCapabilities{.has_loop = true, .cancels = true, .offloads = true, .datagram_bytes = kLongestDatagram};
  static constexpr int kConcurrencyHint = 1;

  static std::string unavailable() {
#if defined(BOOST_ASIO_HAS_IO_URING)
    io_uring ring;
    const int error = ::io_uring_queue_init(8, &ring, 0);
    if (error != 0) return std::string("this kernel refuses io_uring: ") + std::generic_category().message(-error);
    ::io_uring_queue_exit(&ring);
#endif
    return {};
  }

  Configuration configuration() const {
    return {{"idiom", kTuned},
            {"library", "Boost.Asio " BOOST_LIB_VERSION},
            {"concurrency hint", std::to_string(kConcurrencyHint) + " (default: any number of threads)"},
            {"completion token", "deferred, awaited directly (default: use_awaitable)"},
#if defined(BOOST_ASIO_HAS_IO_URING)
            {"mended", "user_data of reused io_uring entries is cleared (runtimes/asio/uring_entries.h)"},
#endif
            {"threads", "1"},
            {"offload threads", std::to_string(kOffloadThreads) + ", started with the first use"}};
  }

  void run(Task<void> task) {
    std::exception_ptr error;
    net::co_spawn(context_, std::move(task), [&error](std::exception_ptr thrown) { error = std::move(thrown); });
    context_.run();
    context_.restart();
    if (error) std::rethrow_exception(error);
  }

  void detach(Task<void> task) { net::co_spawn(context_, std::move(task), net::detached); }

  Task<void> sleep(std::chrono::nanoseconds duration) {
    net::steady_timer timer(context_, duration);
    co_await timer.async_wait(net::deferred);
  }

  Task<Socket> connect(Endpoint endpoint);

  void post(void (*function)(void*), void* argument) {
    net::post(context_, [function, argument] { function(argument); });
  }
  auto yield() { return net::post(context_, net::deferred); }

  template <class Work>
  Task<void> offload(Work work) {
    if (!pool_) pool_.emplace(kOffloadThreads);
    co_await net::co_spawn(*pool_, call(std::move(work)), net::use_awaitable);
  }

  Task<std::size_t> read_file(int fd, std::span<std::byte> buffer, std::uint64_t offset);

 private:
  template <class Work>
  static Task<void> call(Work work) {
    work();
    co_return;
  }

  net::io_context context_{kConcurrencyHint};
  std::optional<net::thread_pool> pool_;
};

/// Per-operation cancellation as Asio has it: a signal per task, whose slot reaches whatever the task waits for.
class AsioRuntime::CancelScope {
 public:
  explicit CancelScope(AsioRuntime& runtime) : runtime_(runtime), ended_(runtime.context_) {}

  void spawn(Task<void> task) {
    const auto signal = signals_.emplace(signals_.end());
    net::co_spawn(runtime_.context_, std::move(task),
                  net::bind_cancellation_slot(signal->slot(), [this, signal](std::exception_ptr error) { end(signal, std::move(error)); }));
  }
  void cancel() {
    cancelled_ = true;
    for (net::cancellation_signal& signal : signals_) signal.emit(net::cancellation_type::terminal);
  }
  std::uint64_t pending() const { return signals_.size(); }
  Task<void> join() {
    while (!signals_.empty()) {
      ended_.expires_at(net::steady_timer::time_point::max());
      boost::system::error_code cancelled;
      co_await ended_.async_wait(net::redirect_error(net::use_awaitable, cancelled));
    }
    if (first_error_) std::rethrow_exception(std::exchange(first_error_, nullptr));
  }

  Task<void> sleep(std::chrono::nanoseconds duration) { return runtime_.sleep(duration); }
  Task<Socket> connect(const Endpoint& endpoint);
  auto read_some(Socket& socket, std::span<std::byte> buffer);
  auto write(Socket& socket, std::span<const std::byte> bytes);
  Task<std::size_t> receive(Datagrams& datagrams, std::span<std::byte> buffer);
  Task<void> take(Slots& slots) { return slots.take(); }

 private:
  using Signals = std::list<net::cancellation_signal>;

  void end(Signals::iterator signal, std::exception_ptr error) {
    if (error && !first_error_ && !(cancelled_ && is_cancellation(error))) first_error_ = std::move(error);
    signals_.erase(signal);
    if (signals_.empty()) ended_.cancel();
  }
  static bool is_cancellation(const std::exception_ptr& error) {
    try {
      std::rethrow_exception(error);
    } catch (const boost::system::system_error& system) {
      return system.code() == net::error::operation_aborted;
    } catch (const std::exception&) {
      return false;
    }
  }

  AsioRuntime& runtime_;
  Signals signals_;
  net::steady_timer ended_;  // never fires: its cancellation is the signal
  bool cancelled_ = false;
  std::exception_ptr first_error_;
};

class AsioRuntime::Socket {
 public:
  /// Of any protocol whose address connect() takes.
  using Stream = net::generic::stream_protocol::socket;
  explicit Socket(Stream socket) : socket_(std::move(socket)) {}

  auto read_some(std::span<std::byte> buffer) {
    return socket_.async_read_some(net::buffer(buffer.data(), buffer.size()), net::deferred);
  }
  auto write(std::span<const std::byte> bytes) {
    return net::async_write(socket_, net::buffer(bytes.data(), bytes.size()), net::deferred);
  }
  Task<std::size_t> read_within(std::span<std::byte> buffer, std::chrono::nanoseconds timeout) {
    using namespace net::experimental::awaitable_operators;
    net::steady_timer timer(socket_.get_executor(), timeout);
    const auto first = co_await (socket_.async_read_some(net::buffer(buffer.data(), buffer.size()), net::use_awaitable) ||
                                 timer.async_wait(net::use_awaitable));
    if (first.index() == 1) throw TimedOut();
    co_return std::get<0>(first);
  }
  int native_handle() { return socket_.native_handle(); }

 private:
  Stream socket_;
};

inline AsioRuntime::Task<AsioRuntime::Socket> AsioRuntime::connect(Endpoint endpoint) {
  Socket::Stream socket(context_);
  co_await socket.async_connect({endpoint.data(), endpoint.size}, net::deferred);
  if (!endpoint.is_unix()) socket.set_option(net::ip::tcp::no_delay(true));
  co_return Socket(std::move(socket));
}

inline AsioRuntime::Task<AsioRuntime::Socket> AsioRuntime::CancelScope::connect(const Endpoint& endpoint) {
  return runtime_.connect(endpoint);
}
inline auto AsioRuntime::CancelScope::read_some(Socket& socket, std::span<std::byte> buffer) { return socket.read_some(buffer); }
inline auto AsioRuntime::CancelScope::write(Socket& socket, std::span<const std::byte> bytes) { return socket.write(bytes); }

/// One datagram an operation, as Asio has it; what is there already, and what the socket takes at once, without waiting.
class AsioRuntime::Datagrams {
 public:
  Datagrams(AsioRuntime& runtime, const Endpoint& endpoint, std::size_t size) : socket_(runtime.context_), size_(size), packet_(size + 1) {
    socket_.open({endpoint.address.ss_family, 0});
    boost::system::error_code refused;
    socket_.set_option(net::socket_base::receive_buffer_size(4 << 20), refused);
    socket_.connect({endpoint.data(), endpoint.size});
    socket_.non_blocking(true);
  }

  Task<std::size_t> receive(std::span<std::byte> buffer) {
    std::size_t count = 0;
    while (count == 0) count += keep(co_await socket_.async_receive(packet(), net::deferred), buffer);
    boost::system::error_code error;
    while ((count + 1) * size_ <= buffer.size()) {
      const std::size_t bytes = socket_.receive(packet(), 0, error);
      if (error) break;  // nothing more is there; what is wrong, the next wait says
      count += keep(bytes, buffer.subspan(count * size_));
    }
    co_return count;
  }
  Task<void> send(std::span<const std::byte> bytes) {
    for (; !bytes.empty(); bytes = bytes.subspan(size_)) {
      const auto datagram = net::buffer(bytes.data(), size_);
      boost::system::error_code error;
      socket_.send(datagram, 0, error);
      if (error == net::error::would_block) {
        co_await socket_.async_send(datagram, net::deferred);
      } else if (error) {
        throw boost::system::system_error(error);
      }
    }
  }
  int native_handle() { return socket_.native_handle(); }
  std::string mode() const { return "async_receive, then receive and send one by one"; }

 private:
  net::mutable_buffer packet() { return net::buffer(packet_); }
  std::size_t keep(std::size_t bytes, std::span<std::byte> into) const {
    if (bytes != size_) return 0;
    std::copy_n(packet_.begin(), size_, into.begin());
    return 1;
  }

  net::generic::datagram_protocol::socket socket_;
  std::size_t size_;
  std::vector<std::byte> packet_;  // one byte longer than a datagram, so that a longer one is seen
};

inline AsioRuntime::Task<std::size_t> AsioRuntime::CancelScope::receive(Datagrams& datagrams, std::span<std::byte> buffer) {
  return datagrams.receive(buffer);
}

/// Asio reads files on io_uring only; on the other reactors its own answer is a thread_pool.
inline AsioRuntime::Task<std::size_t> AsioRuntime::read_file(int fd, std::span<std::byte> buffer, std::uint64_t offset) {
#if defined(BOOST_ASIO_HAS_FILE)
  net::random_access_file file(context_, fd);
  boost::system::error_code error;
  const std::size_t count = co_await file.async_read_some_at(offset, net::buffer(buffer.data(), buffer.size()),
                                                             net::redirect_error(net::use_awaitable, error));
  file.release();
  if (error && error != net::error::eof) throw boost::system::system_error(error);
  co_return count;
#else
  ssize_t count = 0;
  co_await offload([&] {
    count = ::pread(fd, buffer.data(), buffer.size(), static_cast<off_t>(offset));
    if (count < 0) throw std::system_error(errno, std::generic_category(), "pread");
  });
  co_return static_cast<std::size_t>(count);
#endif
}

static_assert(Runtime<AsioRuntime> && HasLoop<AsioRuntime> && Cancels<AsioRuntime> && Offloads<AsioRuntime> && HasDatagrams<AsioRuntime>);

}  // namespace unblock
