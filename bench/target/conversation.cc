// What happens on one connection: read, answer, write, in turns, until it would block.
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <span>

#include "bench/target/response.h"
#include "bench/target/server.h"

namespace unblock::bench {
namespace {

constexpr int kStepsPerTurn = 16;   // then the others come first
constexpr int kWritesPerTurn = 16;
constexpr std::uint64_t kLingerNs = 2'000'000'000;

std::string_view view(const std::vector<char>& bytes) { return {bytes.data(), bytes.size()}; }
std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

ssize_t send_plain(int fd, std::string_view head, std::string_view body) {
  if (body.empty()) return send(fd, head.data(), head.size(), MSG_NOSIGNAL);
  iovec parts[2] = {{const_cast<char*>(head.data()), head.size()}, {const_cast<char*>(body.data()), body.size()}};
  msghdr message{};
  message.msg_iov = parts;
  message.msg_iovlen = 2;
  return sendmsg(fd, &message, MSG_NOSIGNAL);
}

}  // namespace

void Server::advance(Connection& connection) {
  for (int step = 0; step < kStepsPerTurn; ++step) {
    if (connection.has_output()) {
      flush(connection, {});
      if (connection.fd < 0 || connection.has_output()) return;
    } else if (connection.answer_due) {
      continue_with(connection);
    } else if (connection.state == Connection::State::waiting || connection.state == Connection::State::streaming) {
      return;
    } else if (!connection.input.empty() && !connection.input_incomplete) {
      consume(connection, {});
    } else if (connection.input_ended) {
      return close_connection(connection);
    } else if (connection.maybe_readable) {
      read_some(connection);
    } else {
      return;
    }
    if (connection.fd < 0) return;
  }
  queue(connection);
}

void Server::read_some(Connection& connection) {
  const ssize_t count = recv(connection.fd, read_buffer_.data(), read_buffer_.size(), 0);
  if (count < 0) {
    if (errno == EAGAIN) {
      connection.maybe_readable = false;
    } else if (errno != EINTR) {
      close_connection(connection);
    }
    return;
  }
  if (count == 0) return end_input(connection);
  // A short read has emptied the socket, and its next byte brings an edge; only the end may have come unnoticed.
  if (static_cast<std::size_t>(count) < read_buffer_.size() && !connection.peer_finished) {
    connection.maybe_readable = false;
  }
  arrived(connection, {read_buffer_.data(), static_cast<std::size_t>(count)});
}

/// The first bytes tell whether TLS lies between.
void Server::arrived(Connection& connection, std::string_view bytes) {
  if (connection.tls) return decrypt(connection, bytes);
  if (tls_ && connection.protocol == Protocol::undecided) {
    const std::string_view held = view(connection.input);
    std::string first(held.substr(0, 8));
    first += bytes.substr(0, 8);
    const TlsStart start = looks_like_tls(first);
    if (start == TlsStart::yes) return begin_tls(connection, bytes);
    if (start == TlsStart::maybe) {
      ledger_.bytes_in += bytes.size();
      connection.input.insert(connection.input.end(), bytes.begin(), bytes.end());
      connection.input_incomplete = true;
      return;
    }
  }
  ledger_.bytes_in += bytes.size();
  if (connection.state != Connection::State::lingering) consume(connection, bytes);
}

void Server::begin_tls(Connection& connection, std::string_view bytes) {
  connection.tls = std::make_unique<TlsEngine>(*tls_);
  std::string all(view(connection.input));
  ledger_.bytes_in -= all.size();  // they were no payload
  all += bytes;
  connection.input.clear();
  connection.input_incomplete = false;
  decrypt(connection, all);
}

void Server::decrypt(Connection& connection, std::string_view bytes) {
  TlsEngine& tls = *connection.tls;
  try {
    tls.arrived(bytes_of(bytes));
    const bool was_established = tls.established();
    if (tls.handshake() && !was_established) {
      ++ledger_.tls_connections;
      ledger_.tls_resumed += tls.resumed() ? 1 : 0;
    }
    take_plaintext(connection);
  } catch (const TlsError&) {
    ++ledger_.tls_failed;
    send_ciphertext(connection);  // the alert that says why
    return close_connection(connection);
  }
  flush(connection, {});
  if (connection.fd < 0) return;
  ledger_.bytes_in += plaintext_.size();
  if (!plaintext_.empty() && connection.state != Connection::State::lingering) consume(connection, view(plaintext_));
  if (connection.fd >= 0 && connection.tls->ended()) end_input(connection);
}

/// All that the bytes which have arrived come to.
void Server::take_plaintext(Connection& connection) {
  constexpr std::size_t kStep = 16 * 1024;
  plaintext_.clear();
  if (!connection.tls->established()) return;
  for (;;) {
    const std::size_t have = plaintext_.size();
    plaintext_.resize(have + kStep);
    const std::size_t count = connection.tls->read(std::as_writable_bytes(std::span(plaintext_)).subspan(have));
    plaintext_.resize(have + count);
    if (count == 0) return;
  }
}

void Server::end_input(Connection& connection) {
  connection.peer_finished = connection.input_ended = true;
  if (connection.protocol == Protocol::undecided && !connection.input.empty()) {
    connection.protocol = Protocol::echo;  // it began like a method and stopped there
    consume(connection, {});
  }
}

void Server::consume(Connection& connection, std::string_view fresh) {
  const bool holds = !connection.input.empty();
  if (holds) connection.input.insert(connection.input.end(), fresh.begin(), fresh.end());
  const std::string_view bytes = holds ? view(connection.input) : fresh;
  if (connection.protocol == Protocol::undecided) connection.protocol = detect_protocol(bytes);

  Taken taken{0, connection.protocol == Protocol::undecided};
  if (connection.protocol == Protocol::echo) {
    connection.echo.update(bytes);
    taken.bytes = bytes.size();
    flush(connection, bytes);
  } else if (connection.protocol == Protocol::http) {
    scratch_.clear();
    Answers answers{scratch_, ledger_, timers_};
    taken = answer_requests(connection, bytes, answers);
    if (!scratch_.empty()) flush(connection, view(scratch_));
  }
  if (connection.fd < 0) return;
  if (connection.close_after_output || connection.state == Connection::State::lingering) taken.bytes = bytes.size();
  connection.input_incomplete = taken.incomplete;
  const auto rest = bytes.substr(taken.bytes);
  if (holds) {
    connection.input.erase(connection.input.begin(), connection.input.end() - static_cast<std::ptrdiff_t>(rest.size()));
  } else if (!rest.empty()) {
    connection.input.assign(rest.begin(), rest.end());
  }
}

void Server::continue_with(Connection& connection) {
  connection.answer_due = false;
  if (connection.has_output()) {  // the peer does not read: go on when it does
    connection.answer_due = connection.chunk_was_blocked = true;
    return;
  }
  scratch_.clear();
  Answers answers{scratch_, ledger_, timers_};
  continue_answer(connection, answers);
  if (!scratch_.empty()) flush(connection, view(scratch_));
  if (connection.fd >= 0 && connection.answer_due && connection.has_output()) connection.chunk_was_blocked = true;
}

/// False: the socket takes no more for now, or will not again (errno).
bool Server::send_ciphertext(Connection& connection) {
  while (!connection.tls->pending().empty()) {
    const std::span<const std::byte> pending = connection.tls->pending();
    const ssize_t count = send(connection.fd, pending.data(), pending.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    connection.tls->sent(static_cast<std::size_t>(count));
  }
  return true;
}

/// How much of both was taken; with TLS a record at a time, when the one before is gone.
ssize_t Server::send_parts(Connection& connection, std::string_view head, std::string_view body) {
  constexpr std::size_t kRecord = 16 * 1024;
  if (!connection.tls) return send_plain(connection.fd, head, body);
  if (!send_ciphertext(connection)) return -1;
  const std::string_view part = (head.empty() ? body : head).substr(0, kRecord);
  try {
    connection.tls->write(bytes_of(part));
  } catch (const TlsError&) {
    errno = EPIPE;
    return -1;
  }
  send_ciphertext(connection);
  return static_cast<ssize_t>(part.size());
}

/// Sends what is pending, or else `fresh`, and then the big body. What the socket does not take stays pending.
void Server::flush(Connection& connection, std::string_view fresh) {
  if (connection.tls && !send_ciphertext(connection) && errno != EAGAIN) return close_connection(connection);
  std::string_view head = fresh.empty() ? view(connection.output).substr(connection.output_sent) : fresh;
  for (int i = 0; !head.empty() || connection.body_left > 0; ++i) {
    if (i == kWritesPerTurn) {
      queue(connection);
      break;
    }
    const std::string_view body = shared_pattern(connection.body_offset, connection.body_left);
    const ssize_t count = send_parts(connection, head, body);
    if (count < 0) {
      if (errno == EINTR) continue;
      if (errno == EAGAIN) break;
      return close_connection(connection);
    }
    const auto sent = static_cast<std::uint64_t>(count);
    const std::uint64_t of_head = std::min<std::uint64_t>(sent, head.size());
    head.remove_prefix(of_head);
    connection.body_offset += sent - of_head;
    connection.body_left -= sent - of_head;
    ledger_.bytes_out += sent;
    if (connection.protocol == Protocol::echo) ledger_.echo_bytes += sent;
  }
  if (fresh.empty()) {
    connection.output_sent = connection.output.size() - head.size();
  } else if (!head.empty()) {
    connection.output.assign(head.begin(), head.end());
    connection.output_sent = 0;
  }
  if (!connection.has_output()) finish_output(connection);
}

void Server::finish_output(Connection& connection) {
  ledger_.responses += connection.responses_in_output;
  connection.forget_output();
  if (connection.close_after_output && connection.state == Connection::State::reading) linger(connection);
}

/// Says that nothing more comes and reads on for a while: closing at once over unread bytes would reset the connection
/// and take the answer away from the peer.
void Server::linger(Connection& connection) {
  shutdown(connection.fd, SHUT_WR);
  connection.state = Connection::State::lingering;
  timers_.push(monotonic_ns() + kLingerNs, connection.id);
}

void Server::queue(Connection& connection) {
  if (connection.queued) return;
  connection.queued = true;
  queued_.push_back(connection.id);
}

void Server::close_connection(Connection& connection) {
  if (connection.owes()) ++ledger_.aborted;
  ledger_.digest += connection.echo.value();
  ++ledger_.closed;
  --open_;
  close(connection.fd);
  const bool had_timer = connection.has_timer();
  connection.fd = -1;
  connection.tls.reset();
  ++connection.id.generation;
  free_slots_.push_back(connection.id.slot);
  connection.forget_output();
  if (had_timer) {
    timers_.note_stale([this](ConnectionId id) { return alive(id); });
  }
}

}  // namespace unblock::bench
