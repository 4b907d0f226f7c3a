// The target's loop: one thread, epoll edge-triggered, one registration per connection, no allocation per request.
// It knows sockets, output and timers. What to answer stands in http_answers.cc.
#pragma once

#include <sys/epoll.h>
#include <sys/socket.h>

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bench/target/connection.h"
#include "bench/target/datagrams.h"
#include "bench/target/http_answers.h"
#include "bench/target/ledger.h"
#include "bench/target/timer_queue.h"
#include "bench/wire/tls.h"

namespace unblock::bench {

/// Who may use a server; without one, everybody who reaches it.
class Guard {
 public:
  virtual ~Guard() = default;
  virtual bool admits(const sockaddr_storage& peer) const = 0;
  /// Takes over the connection of a peer that is not admitted.
  virtual void meet(int fd, const sockaddr_storage& peer) = 0;
};

class Server {
 public:
  /// Takes over non-blocking sockets: one that listens for TCP, one that does of the Unix kind, one for datagrams (-1: there is none).
  explicit Server(int tcp_listener, int unix_listener = -1, int datagrams = -1);

  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Calls `on_readable` whenever `fd` can be read. False when it is a kind of file that cannot be waited for.
  bool watch(int fd, std::function<void()> on_readable);
  void unwatch(int fd);

  /// From now on asks `guard`, which must outlive it, about every connection.
  void ask(Guard& guard) { guard_ = &guard; }
  /// Closes every connection, and forgets what they did.
  void close_all();

  /// Serves until stop() or the deadline.
  void run(std::uint64_t deadline_ns);
  void stop() { stopped_ = true; }

  /// Handles what has arrived up to now, so that a count taken afterwards holds everything that a client sent before.
  void settle();

  /// Zeroes the ledger and the digests of open connections, and closes connections whose peer sends no more.
  void reset();

  /// SHA-256 of the certificate that it shows; empty where it speaks no TLS.
  std::string certificate() const { return tls_ ? tls_->fingerprint() : ""; }

  const Ledger& ledger() const { return ledger_; }
  /// Digest with the echo connections that are still open.
  std::uint64_t digest() const;
  std::uint64_t open() const { return open_; }
  /// Open connections whose peer sends no more: left by a client that did not wait for its answer.
  std::uint64_t half_closed() const;

 private:
  // server.cc: the loop
  bool poll_once(std::uint64_t wait_until_ns);
  int wait_for_events(epoll_event* events, int capacity, std::uint64_t wait_until_ns);
  bool handle(const epoll_event& event);
  void accept_some(int listener);
  void accepted(int fd, bool over_unix);
  bool call_watched(int fd);
  void turn_one_away(int listener);
  void fire_timers();
  void advance_queued();
  bool alive(ConnectionId id) const;

  // conversation.cc: one connection
  void advance(Connection& connection);
  void read_some(Connection& connection);
  void arrived(Connection& connection, std::string_view bytes);
  void begin_tls(Connection& connection, std::string_view bytes);
  void decrypt(Connection& connection, std::string_view bytes);
  void take_plaintext(Connection& connection);
  ssize_t send_parts(Connection& connection, std::string_view head, std::string_view body);
  bool send_ciphertext(Connection& connection);
  void consume(Connection& connection, std::string_view fresh);
  void end_input(Connection& connection);
  void continue_with(Connection& connection);
  void flush(Connection& connection, std::string_view fresh);
  void finish_output(Connection& connection);
  void linger(Connection& connection);
  void queue(Connection& connection);
  void close_connection(Connection& connection);

  int epoll_ = -1;
  int listener_ = -1;
  int unix_listener_ = -1;
  int datagrams_ = -1;
  DatagramEcho datagram_echo_;
  std::unique_ptr<TlsSettings> tls_;  ///< null: this build has none
  int spare_descriptor_ = -1;  ///< given up for a moment to turn a connection away when no descriptor is left
  bool has_pwait2_ = true;
  bool stopped_ = false;
  bool settling_ = false;
  std::map<int, std::function<void()>> watched_;
  Guard* guard_ = nullptr;
  std::deque<Connection> slots_;
  std::vector<std::uint32_t> free_slots_;
  std::vector<ConnectionId> queued_, queued_now_;  ///< have more to do, but let others go first
  TimerQueue timers_;
  std::vector<char> read_buffer_;
  std::vector<char> plaintext_;  ///< what one read of a TLS connection came to
  std::vector<char> scratch_;  ///< answers being put together for one connection
  Ledger ledger_;
  std::uint64_t open_ = 0;
};

}  // namespace unblock::bench
