// Reads one stream of server-sent events from a connection: HTTP by Boost.Beast's parser, events by bench/target/stream_event.h.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "bench/target/stream_event.h"

namespace unblock::bench {

class StreamReader {
 public:
  /// `event_size` as in the request; every event must be as long as the target says and come in order.
  explicit StreamReader(std::size_t event_size);
  ~StreamReader();
  StreamReader(const StreamReader&) = delete;
  StreamReader& operator=(const StreamReader&) = delete;

  /// Where the next bytes of the connection go; never empty.
  std::span<std::byte> space();
  void received(std::size_t count);
  /// The next event that is there in full.
  std::optional<StreamEvent> next();
  /// The response has ended, or problem() says why it cannot go on.
  bool done() const;
  const std::string& problem() const;

 private:
  class Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace unblock::bench
