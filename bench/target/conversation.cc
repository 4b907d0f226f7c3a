// What happens on one connection: read, answer, write, in turns, until it would block.
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "bench/target/response.h"
#include "bench/target/server.h"

namespace unblock::bench {
namespace {

constexpr int kStepsPerTurn = 16;   // then the others come first
constexpr int kWritesPerTurn = 16;
constexpr std::uint64_t kLingerNs = 2'000'000'000;

std::string_view view(const std::vector<char>& bytes) { return {bytes.data(), bytes.size()}; }

ssize_t send_parts(int fd, std::string_view head, std::string_view body) {
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
  ledger_.bytes_in += static_cast<std::uint64_t>(count);
  // A short read has emptied the socket, and its next byte brings an edge; only the end may have come unnoticed.
  if (static_cast<std::size_t>(count) < read_buffer_.size() && !connection.peer_finished) {
    connection.maybe_readable = false;
  }
  if (connection.state != Connection::State::lingering) {
    consume(connection, {read_buffer_.data(), static_cast<std::size_t>(count)});
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

/// Sends what is pending, or else `fresh`, and then the big body. What the socket does not take stays pending.
void Server::flush(Connection& connection, std::string_view fresh) {
  std::string_view head = fresh.empty() ? view(connection.output).substr(connection.output_sent) : fresh;
  for (int i = 0; !head.empty() || connection.body_left > 0; ++i) {
    if (i == kWritesPerTurn) {
      queue(connection);
      break;
    }
    const std::string_view body = shared_pattern(connection.body_offset, connection.body_left);
    const ssize_t count = send_parts(connection.fd, head, body);
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
  ++connection.id.generation;
  free_slots_.push_back(connection.id.slot);
  connection.forget_output();
  if (had_timer) {
    timers_.note_stale([this](ConnectionId id) { return alive(id); });
  }
}

}  // namespace unblock::bench
