// One accepted socket: where it stands, and what it still has to send. Slots are used again; vectors keep their memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "bench/target/ledger.h"
#include "bench/target/request.h"
#include "bench/target/timer_queue.h"
#include "bench/wire/tls.h"

namespace unblock::bench {

struct Connection {
  enum class State {
    reading,    ///< bytes are taken as they come
    waiting,    ///< a response is owed after a delay; input stays where it is
    streaming,  ///< events are due on a schedule; input stays where it is
    lingering,  ///< answered for the last time; what still comes is thrown away until the peer closes
  };

  int fd = -1;  ///< -1: the slot is free
  ConnectionId id;
  Protocol protocol = Protocol::undecided;
  State state = State::reading;
  bool maybe_readable = true;  ///< an edge was seen and the socket was not read empty since
  bool peer_finished = false;  ///< the peer sends no more (half-closed); it may still read
  bool input_ended = false;    ///< read to the end
  bool close_after_output = false;
  bool queued = false;  ///< stands in the list of those that have more to do

  std::vector<char> input;        ///< an unfinished request, or requests behind one that waits
  bool input_incomplete = false;  ///< nothing can be done with `input` before more comes

  std::vector<char> output;  ///< what the socket did not take; empty most of the time
  std::size_t output_sent = 0;
  std::uint64_t body_offset = 0;  ///< of a big body, sent from the shared pattern behind `output`
  std::uint64_t body_left = 0;
  std::uint32_t responses_in_output = 0;

  bool answer_keeps_alive = true;  ///< of the request under way
  bool answer_is_http_10 = false;
  std::uint64_t answer_size = 0;  ///< waiting: body bytes; streaming: bytes of an event
  std::uint64_t chunks = 0;       ///< streaming: how many in all
  std::uint64_t next_chunk = 0;
  std::uint64_t interval_ns = 0;
  std::uint64_t first_chunk_ns = 0;  ///< when it is due
  bool answer_due = false;         ///< to go on as soon as the output is gone; no timer is set
  bool chunk_was_blocked = false;  ///< the next chunk had to wait for the peer to read

  std::unique_ptr<TlsEngine> tls;  ///< between the socket and all of the above; null: none
  bool is_unix = false;

  EchoDigest echo;

  bool has_output() const { return output_sent < output.size() || body_left > 0 || (tls && !tls->pending().empty()); }
  /// Whether an entry in the timer queue belongs to it.
  bool has_timer() const {
    return state == State::waiting || state == State::lingering || (state == State::streaming && !answer_due);
  }

  bool owes() const { return responses_in_output > 0 || state == State::waiting || state == State::streaming; }

  /// Makes the slot ready for another socket.
  void open(int socket, bool over_unix) {
    fd = socket;
    is_unix = over_unix;
    protocol = Protocol::undecided;
    state = State::reading;
    maybe_readable = true;
    peer_finished = input_ended = close_after_output = queued = false;
    input_incomplete = answer_due = chunk_was_blocked = false;
    forget_output();
    clear_and_shrink(input);
    echo.reset();
    tls.reset();
  }

  void forget_output() {
    clear_and_shrink(output);
    output_sent = 0;
    body_left = 0;
    responses_in_output = 0;
  }

 private:
  /// A slot that once held much gives it back, so ten thousand of them cannot keep gigabytes.
  static void clear_and_shrink(std::vector<char>& bytes) {
    bytes.clear();
    if (bytes.capacity() > 8 * 1024) bytes.shrink_to_fit();
  }
};

}  // namespace unblock::bench
