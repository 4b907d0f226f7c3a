// Boost.Asio on one thread: awaitables, completion token use_awaitable, an io_context with concurrency hint 1.
// The reactor is chosen at compile time: epoll, or io_uring with BOOST_ASIO_HAS_IO_URING (see runtimes/asio_uring).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/version.hpp>
#include <cstring>
#include <exception>

#include "runtimes/runtime.h"

#if defined(BOOST_ASIO_HAS_IO_URING)
#include <liburing.h>
#endif

namespace unblock {

namespace net = boost::asio;

class AsioRuntime {
 public:
  template <class T>
  using Task = net::awaitable<T>;
  class Socket;

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

  static constexpr Capabilities kCapabilities{};
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
    return {{"library", "Boost.Asio " BOOST_LIB_VERSION},
            {"concurrency hint", std::to_string(kConcurrencyHint)},
            {"completion token", "use_awaitable"},
            {"threads", "1"}};
  }

  void run(Task<void> task) {
    std::exception_ptr error;
    net::co_spawn(context_, std::move(task), [&error](std::exception_ptr thrown) { error = std::move(thrown); });
    context_.run();
    context_.restart();
    if (error) std::rethrow_exception(error);
  }

  Task<void> sleep(std::chrono::nanoseconds duration) {
    net::steady_timer timer(context_, duration);
    co_await timer.async_wait(net::use_awaitable);
  }

  Task<Socket> connect(Endpoint endpoint);

 private:
  net::io_context context_{kConcurrencyHint};
};

class AsioRuntime::Socket {
 public:
  explicit Socket(net::ip::tcp::socket socket) : socket_(std::move(socket)) {}

  Task<std::size_t> read_some(std::span<std::byte> buffer) {
    return socket_.async_read_some(net::buffer(buffer.data(), buffer.size()), net::use_awaitable);
  }
  Task<std::size_t> write(std::span<const std::byte> bytes) {
    return net::async_write(socket_, net::buffer(bytes.data(), bytes.size()), net::use_awaitable);
  }
  int native_handle() { return socket_.native_handle(); }

 private:
  net::ip::tcp::socket socket_;
};

inline AsioRuntime::Task<AsioRuntime::Socket> AsioRuntime::connect(Endpoint endpoint) {
  net::ip::tcp::endpoint peer;
  peer.resize(endpoint.size);
  std::memcpy(peer.data(), &endpoint.address, endpoint.size);
  net::ip::tcp::socket socket(context_);
  co_await socket.async_connect(peer, net::use_awaitable);
  socket.set_option(net::ip::tcp::no_delay(true));
  co_return Socket(std::move(socket));
}

static_assert(Runtime<AsioRuntime>);

}  // namespace unblock
