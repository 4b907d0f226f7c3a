// Boost.Asio with stackful coroutines (asio::spawn) on one thread: a task that waits keeps its stack, and another one goes on.
// The tasks of the workloads never suspend here: what they wait for has happened when it returns.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/write.hpp>
#include <boost/context/protected_fixedsize_stack.hpp>
#include <boost/version.hpp>
#include <cerrno>
#include <exception>
#include <memory>
#include <optional>

#include "runtimes/blocking_socket.h"
#include "runtimes/task.h"

namespace unblock {

namespace net = boost::asio;

class AsioStackfulRuntime {
 public:
  template <class T>
  using Task = unblock::Task<T>;
  class Socket;

  class Group {
   public:
    explicit Group(AsioStackfulRuntime& runtime) : runtime_(runtime), ended_(runtime.context_) {}

    void spawn(Task<void> task) {
      ++pending_;
      runtime_.launch(std::move(task), [this](std::exception_ptr error) {
        if (error && !first_error_) first_error_ = std::move(error);
        if (--pending_ == 0) ended_.cancel();
      });
    }
    Completed<void> join() {
      while (pending_ != 0) {
        ended_.expires_at(net::steady_timer::time_point::max());
        boost::system::error_code cancelled;
        runtime_.wait([&](const net::yield_context& yield) { ended_.async_wait(yield[cancelled]); });
      }
      if (first_error_) std::rethrow_exception(std::exchange(first_error_, nullptr));
      return {};
    }

   private:
    AsioStackfulRuntime& runtime_;
    net::steady_timer ended_;  // never fires: its cancellation is the signal
    std::size_t pending_ = 0;
    std::exception_ptr first_error_;
  };

  static constexpr std::size_t kMostStacks = 20'000;
  /// What is not touched costs no memory; a page that must not be touched ends each stack.
  static constexpr std::size_t kStackBytes = 256 * 1024;
  static constexpr Capabilities kCapabilities{.most_tasks = kMostStacks, .has_loop = true, .offloads = true};
  static constexpr int kConcurrencyHint = 1;
  static std::string unavailable() { return {}; }
  Configuration configuration() const {
    return {{"idiom", kIdiomatic},
            {"library", "Boost.Asio " BOOST_LIB_VERSION ", asio::spawn on Boost.Context"},
            {"concurrency hint", std::to_string(kConcurrencyHint) + " (default: any number of threads)"},
            {"stack", "one per task, of " + std::to_string(kStackBytes / 1024) + " kB with a guard page (default: 128 kB without)"},
            {"threads", "1"},
            {"offload threads", std::to_string(kOffloadThreads) + ", started with the first use"}};
  }

  void run(Task<void> task) {
    std::exception_ptr error;
    launch(std::move(task), [&error](std::exception_ptr thrown) { error = std::move(thrown); });
    context_.run();
    context_.restart();
    if (error) std::rethrow_exception(error);
  }
  void detach(Task<void> task) {
    launch(std::move(task), [](const std::exception_ptr&) {});
  }

  Completed<void> sleep(std::chrono::nanoseconds duration) {
    net::steady_timer timer(context_, duration);
    wait([&](const net::yield_context& yield) { timer.async_wait(yield); });
    return {};
  }
  Completed<Socket> connect(const Endpoint& endpoint);

  void post(void (*function)(void*), void* argument) {
    net::post(context_, [function, argument] { function(argument); });
  }
  Completed<void> yield() {
    wait([&](const net::yield_context& yield) { net::post(context_, yield); });
    return {};
  }

  template <class Work>
  Completed<void> offload(Work work) {
    if (!pool_) pool_.emplace(kOffloadThreads);
    std::exception_ptr error;
    wait([&](const net::yield_context& yield) { on_pool(work, error, yield); });
    if (error) std::rethrow_exception(error);
    return {};
  }
  Completed<std::size_t> read_file(int fd, std::span<std::byte> buffer, std::uint64_t offset) {
    std::size_t count = 0;
    (void)offload([&] { count = blocking_read_file(fd, buffer, offset).value; });
    return {count};
  }

  /// Calls `operation` with the stack that runs now, and finds it again when the operation has come back to it.
  template <class Operation>
  void wait(Operation operation) {
    struct Back {
      AsioStackfulRuntime& runtime;
      net::yield_context* stack = runtime.running_;
      ~Back() { runtime.running_ = stack; }
    } back{*this};
    operation(*back.stack);
  }

 private:
  template <class Ended>
  void launch(Task<void> task, Ended ended) {
    // The stack that starts another one goes on after it.
    net::yield_context* starter = running_;
    net::spawn(
        context_, std::allocator_arg, boost::context::protected_fixedsize_stack(kStackBytes),
        [this, task = std::move(task)](net::yield_context yield) mutable {
          running_ = &yield;
          task.start();
          task.take();
        },
        std::move(ended));
    running_ = starter;
  }

  template <class Work>
  void on_pool(Work& work, std::exception_ptr& error, net::yield_context yield) {
    const auto begin = [&](auto handler) {
      net::post(*pool_, [&work, &error, busy = net::make_work_guard(context_), handler = std::move(handler)]() mutable {
        try {
          work();
        } catch (...) {
          error = std::current_exception();
        }
        net::post(busy.get_executor(), std::move(handler));
      });
    };
    net::async_initiate<net::yield_context, void()>(begin, yield);
  }

  net::io_context context_{kConcurrencyHint};
  net::yield_context* running_ = nullptr;
  std::optional<net::thread_pool> pool_;
};

class AsioStackfulRuntime::Socket {
 public:
  using Stream = net::generic::stream_protocol::socket;
  Socket(AsioStackfulRuntime& runtime, Stream socket) : runtime_(&runtime), socket_(std::move(socket)) {}

  Completed<std::size_t> read_some(std::span<std::byte> buffer) {
    std::size_t count = 0;
    runtime_->wait([&](const net::yield_context& yield) { count = socket_.async_read_some(net::buffer(buffer.data(), buffer.size()), yield); });
    return {count};
  }
  Completed<std::size_t> read_within(std::span<std::byte> buffer, std::chrono::nanoseconds timeout) {
    // Both may end in the same turn: then the timer must not touch the socket any more.
    const auto waiting = std::make_shared<bool>(true);
    bool expired = false;
    net::steady_timer timer(socket_.get_executor(), timeout);
    timer.async_wait([this, waiting, &expired](const boost::system::error_code& cancelled) {
      if (cancelled || !*waiting) return;
      expired = true;
      socket_.cancel();
    });
    std::size_t count = 0;
    boost::system::error_code error;
    runtime_->wait([&](const net::yield_context& yield) { count = socket_.async_read_some(net::buffer(buffer.data(), buffer.size()), yield[error]); });
    *waiting = false;
    if (expired && error == net::error::operation_aborted) throw TimedOut();
    if (error) throw boost::system::system_error(error);
    return {count};
  }
  Completed<void> write(std::span<const std::byte> bytes) {
    runtime_->wait([&](const net::yield_context& yield) { net::async_write(socket_, net::buffer(bytes.data(), bytes.size()), yield); });
    return {};
  }
  int native_handle() { return socket_.native_handle(); }

 private:
  AsioStackfulRuntime* runtime_;
  Stream socket_;
};

inline Completed<AsioStackfulRuntime::Socket> AsioStackfulRuntime::connect(const Endpoint& endpoint) {
  Socket::Stream socket(context_);
  wait([&](const net::yield_context& yield) { socket.async_connect({endpoint.data(), endpoint.size}, yield); });
  if (!endpoint.is_unix()) socket.set_option(net::ip::tcp::no_delay(true));
  return {Socket(*this, std::move(socket))};
}

static_assert(Runtime<AsioStackfulRuntime> && HasLoop<AsioStackfulRuntime> && Offloads<AsioStackfulRuntime>);

}  // namespace unblock
