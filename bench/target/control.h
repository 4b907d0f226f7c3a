// The target's control channel: commands on one descriptor, one line of JSON per answer on another.
//   reset   zero the counters                        {"reset":true}
//   report  what was counted since the last reset    {"connections":…}
// What ends with the channel, whoever made it says: the target itself, or the use of one that serves another host.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "bench/target/server.h"

namespace unblock::bench {

class Control {
 public:
  /// `on_end` is called when the channel closes.
  Control(Server& server, int input, int output, std::function<void()> on_end);

  /// Watches the input. False when it is neither a pipe, a socket nor a terminal.
  bool attach();

  /// The first line: {"port":…,"pid":…,"certificate":"…"}, the last one the SHA-256 of what it shows over TLS; and
  /// to another host the proof that it knows the token.
  void announce(std::uint16_t port, const std::string& proof = "");

 private:
  void read_commands();
  void run_command(std::string_view command);
  void reset();
  std::string report() const;
  void write_line(std::string line);
  void end();

  Server& server_;
  int input_;
  int output_;
  std::function<void()> on_end_;
  bool ended_ = false;  ///< the descriptors may be another's by now
  std::string pending_;  ///< a command whose line end has not come
  std::uint64_t since_ns_ = 0;
  std::uint64_t cpu_user_ns_ = 0;  ///< at the last reset
  std::uint64_t cpu_system_ns_ = 0;
};

}  // namespace unblock::bench
