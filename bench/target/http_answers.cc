#include "bench/target/http_answers.h"

#include <time.h>

#include <algorithm>

#include "bench/target/response.h"
#include "bench/target/route.h"

namespace unblock::bench {
namespace {

constexpr std::uint64_t kSmallBodyBytes = 16 * 1024;    // copied behind its head; a bigger one is sent from the pattern
constexpr std::size_t kStreamBatchBytes = 128 * 1024;  // then the socket is asked first

Persistence persistence(const Connection& connection) {
  if (!connection.answer_keeps_alive) return Persistence::close;
  return connection.answer_is_http_10 ? Persistence::keep_http_10 : Persistence::keep;
}

void finish_response(Connection& connection) {
  connection.state = Connection::State::reading;
  connection.close_after_output = !connection.answer_keeps_alive;
  ++connection.responses_in_output;
}

void append_response(Connection& connection, unsigned status, std::uint64_t size, Answers& answers) {
  append_head(answers.out, status, size, persistence(connection));
  if (size <= kSmallBodyBytes) {
    append_pattern(answers.out, size);
  } else {
    connection.body_offset = 0;
    connection.body_left = size;
  }
  finish_response(connection);
}

void refuse(Connection& connection, Answers& answers) {
  append_head(answers.out, 400, 0, Persistence::close);
  ++answers.ledger.malformed;
  connection.close_after_output = true;
}

std::uint64_t intended_ns(const Connection& stream) {
  return stream.first_chunk_ns + stream.next_chunk * stream.interval_ns;
}

void append_due_events(Connection& stream, Answers& answers, std::uint64_t now) {
  while (stream.next_chunk < stream.chunks && intended_ns(stream) <= now && answers.out.size() < kStreamBatchBytes) {
    const std::uint64_t sent = monotonic_ns();
    const std::uint64_t lateness = sent - intended_ns(stream);
    append_event(answers.out, {stream.next_chunk, intended_ns(stream), sent, {}}, stream.answer_size);
    ++stream.next_chunk;
    ++answers.ledger.chunks;
    if (stream.chunk_was_blocked) {
      ++answers.ledger.blocked_chunks;
    } else if (stream.interval_ns > 0) {  // without an interval there is no schedule to be late for
      answers.ledger.late_chunks += lateness > kLateChunkNs;
      answers.ledger.max_lateness_ns = std::max(answers.ledger.max_lateness_ns, lateness);
    }
  }
}

void continue_stream(Connection& stream, Answers& answers) {
  const std::uint64_t now = monotonic_ns();
  append_due_events(stream, answers, now);
  if (stream.next_chunk == stream.chunks) {
    append_stream_end(answers.out);
    finish_response(stream);
  } else if (intended_ns(stream) <= now) {
    stream.answer_due = true;  // the rest of what is due, still blocked if it was
    return;
  } else {
    answers.timers.push(intended_ns(stream), stream.id);
  }
  stream.chunk_was_blocked = false;
}

void start_stream(Connection& connection, const Route& route, Answers& answers) {
  append_stream_head(answers.out, persistence(connection));
  connection.state = Connection::State::streaming;
  connection.answer_size = event_bytes(route.size);
  connection.chunks = route.chunks;
  connection.next_chunk = 0;
  connection.chunk_was_blocked = false;
  connection.interval_ns = route.delay_us * 1000;
  connection.first_chunk_ns = monotonic_ns() + route.first_us * 1000;
  continue_stream(connection, answers);
}

void answer(Connection& connection, const Request& request, Answers& answers) {
  const Route route = request.is_get ? parse_route(request.target) : Route{};
  connection.answer_keeps_alive = request.keep_alive;
  connection.answer_is_http_10 = request.is_http_10;
  if (route.kind == Route::Kind::stream) return start_stream(connection, route, answers);
  if (route.delay_us == 0) return append_response(connection, route.status, route.size, answers);
  connection.state = Connection::State::waiting;
  connection.answer_size = route.size;
  answers.timers.push(monotonic_ns() + route.delay_us * 1000, connection.id);
}

bool may_go_on(const Connection& connection) {
  return connection.state == Connection::State::reading && connection.body_left == 0 && !connection.close_after_output;
}

}  // namespace

std::uint64_t monotonic_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000u + static_cast<std::uint64_t>(now.tv_nsec);
}

Taken answer_requests(Connection& connection, std::string_view bytes, Answers& answers) {
  Taken taken;
  while (may_go_on(connection) && taken.bytes < bytes.size()) {
    const Request request = parse_request(bytes.substr(taken.bytes));
    if (request.state == Request::State::incomplete) {
      taken.incomplete = true;
      return taken;
    }
    if (request.state == Request::State::malformed) {
      refuse(connection, answers);
      break;
    }
    taken.bytes += request.bytes;
    ++answers.ledger.requests;
    answers.ledger.digest += request_digest(request.target);
    answer(connection, request, answers);
  }
  return taken;
}

void continue_answer(Connection& connection, Answers& answers) {
  if (connection.state == Connection::State::streaming) return continue_stream(connection, answers);
  append_response(connection, 200, connection.answer_size, answers);
}

}  // namespace unblock::bench
