// The loop: waiting, accepting, timers, counters. A conversation on one connection is conversation.cc's.
#include "bench/target/server.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace unblock::bench {
namespace {

constexpr std::size_t kReadBufferBytes = 64 * 1024;
constexpr int kEventsPerWait = 512;
constexpr int kAcceptsPerTurn = 256;
constexpr int kTimersPerTurn = 256;
constexpr std::uint64_t kQuietNs = 1'000'000;            // loopback may hand over a packet a little later
constexpr std::uint64_t kLongestSettleNs = 500'000'000;  // against clients that never stop sending
constexpr std::uint64_t kListenerToken = ~0ull;
constexpr std::uint64_t kUnixListenerToken = ~0ull - 1;
constexpr std::uint64_t kDatagramsToken = ~0ull - 2;
constexpr std::uint64_t kWatchedBit = 1ull << 31;  // no slot has a number as high; a descriptor stands beside it

std::uint64_t token_of(ConnectionId id) { return std::uint64_t{id.generation} << 32 | id.slot; }
ConnectionId id_of(std::uint64_t token) {
  return {static_cast<std::uint32_t>(token), static_cast<std::uint32_t>(token >> 32)};
}

int open_spare() { return open("/dev/null", O_RDONLY | O_CLOEXEC); }

}  // namespace

Server::Server(int tcp_listener, int unix_listener, int datagrams)
    : epoll_(epoll_create1(EPOLL_CLOEXEC)),
      listener_(tcp_listener),
      unix_listener_(unix_listener),
      datagrams_(datagrams),
      tls_(tls_unavailable().empty() ? TlsSettings::server() : nullptr),
      spare_descriptor_(open_spare()),
      read_buffer_(kReadBufferBytes) {
  prctl(PR_SET_TIMERSLACK, 1UL);  // a wait of epoll ends when asked, not up to 50 µs later
  scratch_.reserve(256 * 1024);
  for (const auto& [listener, token] : {std::pair(listener_, kListenerToken), std::pair(unix_listener_, kUnixListenerToken), std::pair(datagrams_, kDatagramsToken)}) {
    epoll_event event{.events = EPOLLIN, .data = {.u64 = token}};
    if (epoll_ < 0 || (listener >= 0 && epoll_ctl(epoll_, EPOLL_CTL_ADD, listener, &event) != 0)) {
      throw std::system_error(errno, std::generic_category(), "epoll");
    }
  }
}

Server::~Server() {
  for (Connection& connection : slots_) {
    if (connection.fd >= 0) close(connection.fd);
  }
  for (const int fd : {spare_descriptor_, listener_, unix_listener_, datagrams_, epoll_}) {
    if (fd >= 0) close(fd);
  }
}

bool Server::watch(int fd, std::function<void()> on_readable) {
  epoll_event event{.events = EPOLLIN, .data = {.u64 = kWatchedBit | static_cast<std::uint64_t>(fd)}};
  if (epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) != 0) return false;
  watched_[fd] = std::move(on_readable);
  return true;
}

void Server::unwatch(int fd) {
  if (watched_.erase(fd) != 0) epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, nullptr);
}

bool Server::call_watched(int fd) {
  if (settling_) return false;
  const auto found = watched_.find(fd);
  if (found == watched_.end() || stopped_) return true;
  const std::function<void()> on_readable = found->second;  // it may unwatch itself
  on_readable();
  return true;
}

void Server::run(std::uint64_t deadline_ns) {
  while (!stopped_ && monotonic_ns() < deadline_ns) poll_once(deadline_ns);
}

void Server::settle() {
  std::uint64_t now = monotonic_ns();
  const std::uint64_t give_up_ns = now + kLongestSettleNs;
  std::uint64_t quiet_until_ns = now + kQuietNs;
  settling_ = true;
  for (; now < std::min(quiet_until_ns, give_up_ns); now = monotonic_ns()) {
    if (poll_once(quiet_until_ns)) quiet_until_ns = monotonic_ns() + kQuietNs;
  }
  settling_ = false;
}

void Server::reset() {
  for (Connection& connection : slots_) {
    if (connection.fd < 0) continue;
    if (connection.peer_finished) {
      close_connection(connection);
    } else {
      connection.echo.reset();
    }
  }
  ledger_ = {};
}

void Server::close_all() {
  for (Connection& connection : slots_) {
    if (connection.fd >= 0) close_connection(connection);
  }
  ledger_ = {};
}

std::uint64_t Server::digest() const {
  std::uint64_t sum = ledger_.digest;
  for (const Connection& connection : slots_) {
    if (connection.fd >= 0) sum += connection.echo.value();
  }
  return sum;
}

std::uint64_t Server::half_closed() const {
  return static_cast<std::uint64_t>(std::count_if(slots_.begin(), slots_.end(), [](const Connection& connection) {
    return connection.fd >= 0 && connection.peer_finished;
  }));
}

/// One turn; waits at most until the given time (0: not at all). False when there was nothing to do.
bool Server::poll_once(std::uint64_t wait_until_ns) {
  epoll_event events[kEventsPerWait];
  if (!timers_.empty()) wait_until_ns = std::min(wait_until_ns, timers_.next_deadline_ns());
  const bool had_queued = !queued_.empty();
  const int count = wait_for_events(events, kEventsPerWait, had_queued ? 0 : wait_until_ns);
  bool worked = had_queued;
  for (int i = 0; i < count; ++i) worked = handle(events[i]) || worked;
  advance_queued();
  fire_timers();
  return worked;
}

int Server::wait_for_events(epoll_event* events, int capacity, std::uint64_t wait_until_ns) {
  const std::uint64_t now = wait_until_ns == 0 ? 0 : monotonic_ns();
  const std::uint64_t wait_ns = wait_until_ns > now ? wait_until_ns - now : 0;
  if (has_pwait2_) {
    const timespec timeout{static_cast<time_t>(wait_ns / 1'000'000'000), static_cast<long>(wait_ns % 1'000'000'000)};
    const int count = epoll_pwait2(epoll_, events, capacity, &timeout, nullptr);
    if (count >= 0 || errno == EINTR) return std::max(count, 0);
    has_pwait2_ = false;  // before Linux 5.11, or a sandbox that does not know it: milliseconds have to do
  }
  const std::uint64_t wait_ms = std::min<std::uint64_t>((wait_ns + 999'999) / 1'000'000, 60'000);
  return std::max(epoll_wait(epoll_, events, capacity, static_cast<int>(wait_ms)), 0);
}

bool Server::handle(const epoll_event& event) {
  if (event.data.u64 == kListenerToken) {
    accept_some(listener_);
    return true;
  }
  if (event.data.u64 == kUnixListenerToken) {
    accept_some(unix_listener_);
    return true;
  }
  if (event.data.u64 == kDatagramsToken) {
    datagram_echo_.turn(datagrams_, guard_, ledger_);
    return true;
  }
  if ((event.data.u64 & kWatchedBit) != 0) return call_watched(static_cast<int>(event.data.u64 & (kWatchedBit - 1)));
  const ConnectionId id = id_of(event.data.u64);
  if (!alive(id)) return true;
  Connection& connection = slots_[id.slot];
  if (event.events & EPOLLRDHUP) connection.peer_finished = true;
  if (event.events & (EPOLLIN | EPOLLRDHUP)) connection.maybe_readable = true;
  advance(connection);
  // Reset, or closed by both: what had arrived has been counted, and nobody is left to answer. A Unix socket says so when the peer
  // alone has closed it, and is read to its end.
  const std::uint32_t gone = connection.is_unix ? EPOLLERR : EPOLLERR | EPOLLHUP;
  if ((event.events & gone) && connection.fd >= 0) close_connection(connection);
  return true;
}

void Server::accept_some(int listener) {
  for (int i = 0; i < kAcceptsPerTurn; ++i) {
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    const int fd = accept4(listener, guard_ ? reinterpret_cast<sockaddr*>(&peer) : nullptr, guard_ ? &size : nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) {
      if (errno == EMFILE || errno == ENFILE) turn_one_away(listener);
      if (errno == EAGAIN) return;
      continue;  // a connection that was gone before it was accepted
    }
    if (guard_ && !guard_->admits(peer)) {
      guard_->meet(fd, peer);
    } else {
      accepted(fd, listener == unix_listener_);
    }
  }
}

void Server::accepted(int fd, bool over_unix) {
  if (free_slots_.empty()) {
    free_slots_.push_back(static_cast<std::uint32_t>(slots_.size()));
    slots_.emplace_back().id.slot = free_slots_.back();
  }
  Connection& connection = slots_[free_slots_.back()];
  free_slots_.pop_back();
  connection.open(fd, over_unix);
  ++open_;
  ++ledger_.connections;
  ledger_.unix_connections += over_unix ? 1 : 0;
  epoll_event event{.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data = {.u64 = token_of(connection.id)}};
  if (epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) != 0) close_connection(connection);
}

void Server::turn_one_away(int listener) {
  if (spare_descriptor_ >= 0) close(spare_descriptor_);
  const int fd = accept(listener, nullptr, nullptr);
  if (fd >= 0) {
    close(fd);
    ++ledger_.refused;
  }
  spare_descriptor_ = open_spare();
  errno = fd >= 0 ? EMFILE : EAGAIN;
}

void Server::fire_timers() {
  if (timers_.empty()) return;
  const std::uint64_t now = monotonic_ns();
  for (int i = 0; i < kTimersPerTurn && !timers_.empty() && timers_.next_deadline_ns() <= now; ++i) {
    const ConnectionId id = timers_.pop();
    if (!alive(id)) continue;
    Connection& connection = slots_[id.slot];
    if (connection.state == Connection::State::lingering) {
      close_connection(connection);
      continue;
    }
    continue_with(connection);
    if (connection.fd >= 0) advance(connection);
  }
}

void Server::advance_queued() {
  std::swap(queued_, queued_now_);
  for (const ConnectionId id : queued_now_) {
    if (!alive(id)) continue;
    slots_[id.slot].queued = false;
    advance(slots_[id.slot]);
  }
  queued_now_.clear();
}

bool Server::alive(ConnectionId id) const { return slots_[id.slot].fd >= 0 && slots_[id.slot].id == id; }

}  // namespace unblock::bench
