// The bytes of answers, appended to a buffer that the server owns and uses again.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "bench/target/stream_event.h"

namespace unblock::bench {

/// What a head says about the connection: "Connection: close", or "keep-alive" for HTTP/1.0, or nothing.
enum class Persistence {
  keep,
  keep_http_10,
  close
};

/// Head of a response with `size` bytes of body.
void append_head(std::vector<char>& out, unsigned status, std::uint64_t size, Persistence persistence);

/// Bytes of the pattern from its start.
void append_pattern(std::vector<char>& out, std::uint64_t size);

/// Head of a chunked text/event-stream.
void append_stream_head(std::vector<char>& out, Persistence persistence);

/// One event of `size` bytes (event_bytes()) as one chunk; its padding is made here.
void append_event(std::vector<char>& out, const StreamEvent& event, std::uint64_t size);

void append_stream_end(std::vector<char>& out);

/// A long run of the pattern, and the part of it that a body may send from `offset` on: at most `size` bytes.
std::string_view shared_pattern(std::uint64_t offset, std::uint64_t size);

}  // namespace unblock::bench
