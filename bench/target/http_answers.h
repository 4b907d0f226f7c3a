// What the target answers to HTTP requests. Works on bytes and connections, not on sockets, so tests need none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "bench/target/connection.h"
#include "bench/target/ledger.h"
#include "bench/target/timer_queue.h"

namespace unblock::bench {

/// CLOCK_MONOTONIC.
std::uint64_t monotonic_ns();

/// Where answers go.
struct Answers {
  std::vector<char>& out;  ///< to be sent at once, before the connection's big body
  Ledger& ledger;
  TimerQueue& timers;
};

struct Taken {
  std::size_t bytes = 0;
  bool incomplete = false;  ///< the rest is a part of a request
};

/// Answers the requests in `bytes` one after another and stops where one has to wait: for its delay, for a stream, for
/// a big body. A pipelined request begins when the one before it has been answered.
Taken answer_requests(Connection& connection, std::string_view bytes, Answers& answers);

/// Goes on with a delayed answer or a stream whose time has come. The connection has no output pending.
void continue_answer(Connection& connection, Answers& answers);

}  // namespace unblock::bench
