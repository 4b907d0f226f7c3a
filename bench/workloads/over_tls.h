// Any runtime with TLS under its sockets: what it reads and writes goes through an engine. The workloads are the same templates.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "bench/wire/tls.h"
#include "runtimes/runtime.h"

namespace unblock::bench {

/// A connected socket of R that speaks TLS. One task at a time: a read may have to send.
template <Runtime R>
class TlsSocket {
  template <class T>
  using Task = typename R::template Task<T>;

 public:
  TlsSocket(typename R::Socket socket, const TlsSettings& settings) : socket_(std::move(socket)), state_(std::make_unique<State>(settings)) {}

  Task<void> handshake() {
    while (!state_->engine.handshake()) {
      co_await flush();
      co_await receive();
    }
    co_await flush();
  }
  Task<std::size_t> read_some(std::span<std::byte> buffer) {
    for (;;) {
      if (const std::size_t count = take(buffer)) co_return count;
      if (!state_->engine.pending().empty()) co_await flush();
      co_await receive();
    }
  }
  Task<std::size_t> read_within(std::span<std::byte> buffer, std::chrono::nanoseconds timeout) {
    for (;;) {
      if (const std::size_t count = take(buffer)) co_return count;
      arrived(co_await socket_.read_within(state_->incoming, timeout));
    }
  }
  Task<void> write(std::span<const std::byte> bytes) {
    state_->engine.write(bytes);
    return flush();
  }

  decltype(auto) native_handle() { return socket_.native_handle(); }
  const TlsEngine& engine() const { return state_->engine; }

 private:
  /// The longest record with its head and tag, RFC 8446, 5.2.
  static constexpr std::size_t kRecordBytes = (1 << 14) + 256 + 5;
  struct State {
    explicit State(const TlsSettings& settings) : engine(settings), incoming(kRecordBytes) {}
    TlsEngine engine;
    std::vector<std::byte> incoming;
  };

  /// What there is without waiting. Throws EndOfStream.
  std::size_t take(std::span<std::byte> buffer) {
    const std::size_t count = state_->engine.has_input() ? state_->engine.read(buffer) : 0;
    if (count == 0 && state_->engine.ended()) throw EndOfStream();
    return count;
  }
  void arrived(std::size_t count) { state_->engine.arrived(std::span(state_->incoming).first(count)); }
  Task<void> receive() { arrived(co_await socket_.read_some(state_->incoming)); }
  Task<void> flush() {
    const std::span<const std::byte> pending = state_->engine.pending();
    co_await socket_.write(pending);
    state_->engine.sent(pending.size());
  }

  typename R::Socket socket_;
  std::unique_ptr<State> state_;
};

template <Runtime R>
class OverTls : public R {
 public:
  template <class T>
  using Task = typename R::template Task<T>;
  using Socket = TlsSocket<R>;

  explicit OverTls(const TlsSettings& settings) : settings_(settings) {}

  /// Connected when the handshake is over.
  Task<Socket> connect(Endpoint endpoint) {
    Socket socket(co_await R::connect(endpoint), settings_);
    co_await socket.handshake();
    co_return std::move(socket);
  }

 private:
  const TlsSettings& settings_;
};

}  // namespace unblock::bench
