// Questions and answers of one line each over two descriptors, pipes or a socket, with a deadline for each answer.
#pragma once

#include <chrono>
#include <stdexcept>
#include <string>

#include "bench/process/spawn.h"

namespace unblock::bench {

/// What the other side did, as a clause behind its name: "ended", "did not answer within 2000 ms".
struct ChannelError : std::runtime_error {
  ChannelError(const std::string& clause, bool late) : std::runtime_error(clause), is_late(late) {}
  bool is_late;  ///< it is still there
};

class LineChannel {
 public:
  LineChannel() = default;
  /// One descriptor for both where `output` is none.
  LineChannel(Descriptor input, Descriptor output, std::chrono::milliseconds deadline)
      : input_(std::move(input)), output_(std::move(output)), deadline_(deadline) {}

  bool is_open() const { return static_cast<bool>(input_); }
  /// Without the line's end. Both throw ChannelError.
  std::string read_line();
  void write(const std::string& text);
  /// So that the other side sees the end; what it said before can still be read.
  void close_output() { output_.reset(); }
  void close();

 private:
  Descriptor input_, output_;
  std::chrono::milliseconds deadline_{};
  std::string unread_;
};

}  // namespace unblock::bench
