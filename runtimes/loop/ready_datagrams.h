// Datagrams for the loops that tell when a descriptor is ready.
#pragma once

#include <memory>

#include "runtimes/loop/datagram_socket.h"
#include "runtimes/loop/readiness.h"

namespace unblock {

template <class R>
class ReadyDatagrams {
  using Channel = ReadyChannel<R>;
  using Operation = typename Channel::Operation;

 public:
  ReadyDatagrams(R& runtime, const Endpoint& endpoint, std::size_t size)
      : runtime_(runtime), socket_(endpoint, size), channel_(std::make_unique<Channel>(runtime, socket_.fd())) {}
  ~ReadyDatagrams() {
    channel_->watch.stop();
    runtime_.retire(std::move(channel_));
  }

  int native_handle() const { return socket_.fd(); }
  std::string mode() const { return "recvmmsg, " + socket_.send_mode(); }

  struct Receive : Operation {
    ReadyDatagrams& from;
    std::span<std::byte> buffer;
    ssize_t result = 0;

    Receive(ReadyDatagrams& datagrams, std::span<std::byte> into) : from(datagrams), buffer(into) {
      this->attempt = [](Operation* self) { return static_cast<Receive*>(self)->receive(); };
    }
    /// True when there is something, be it an error.
    bool receive() noexcept {
      Channel& channel = *from.channel_;
      do {
        result = from.socket_.receive(buffer);
        if (result >= 0 && !from.socket_.was_full()) channel.readable = false;
      } while (result == -EINTR || (result == 0 && channel.readable));
      if (result == -EAGAIN) channel.readable = false;
      return result != 0 && result != -EAGAIN;
    }
    bool await_ready() noexcept { return from.channel_->readable && receive(); }
    void await_suspend(std::coroutine_handle<> handle) noexcept {
      this->waiter = handle;
      from.channel_->reader = this;
      from.channel_->watch.want_read();
    }
    std::size_t await_resume() const {
      if (result < 0) throw std::system_error(static_cast<int>(-result), std::generic_category(), "recvmmsg");
      return static_cast<std::size_t>(result);
    }
    void cancel_wait() {
      from.channel_->reader = nullptr;
      this->waiter.resume();
    }
  };

  struct Send : Operation {
    ReadyDatagrams& to;
    std::span<const std::byte> left;
    int error = 0;

    Send(ReadyDatagrams& datagrams, std::span<const std::byte> bytes) : to(datagrams), left(bytes) {
      this->attempt = [](Operation* self) { return static_cast<Send*>(self)->send(); };
    }
    bool send() noexcept {
      while (!left.empty()) {
        const ssize_t count = to.socket_.send(left);
        if (count == -EINTR) continue;
        if (count == -EAGAIN) return to.channel_->writable = false;
        if (count < 0) {
          error = static_cast<int>(-count);
          return true;
        }
        left = left.subspan(static_cast<std::size_t>(count));
      }
      return true;
    }
    bool await_ready() noexcept { return send(); }
    void await_suspend(std::coroutine_handle<> handle) noexcept {
      this->waiter = handle;
      to.channel_->writer = this;
      to.channel_->watch.want_write();
    }
    void await_resume() const {
      if (error != 0) throw std::system_error(error, std::generic_category(), "send");
    }
  };
  Send send(std::span<const std::byte> bytes) { return {*this, bytes}; }

 private:
  R& runtime_;
  DatagramSocket socket_;
  std::unique_ptr<Channel> channel_;
};

}  // namespace unblock
