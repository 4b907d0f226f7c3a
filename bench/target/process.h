// The target as a child process of the harness or of a test: start, ask, stop, each with a deadline.
#pragma once

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include <sys/types.h>

#include "bench/process/spawn.h"

namespace unblock::bench {

/// The target could not be started, died or does not answer: one sentence.
struct TargetError : std::runtime_error {
  explicit TargetError(const std::string& sentence) : std::runtime_error(sentence) {}
};

/// What the target counted since the last reset; the fields of Ledger (ledger.h) and what it cost.
struct TargetReport {
  std::uint64_t connections = 0;
  std::uint64_t closed = 0;
  std::uint64_t unix_connections = 0;
  std::uint64_t tls_connections = 0;
  std::uint64_t tls_resumed = 0;
  std::uint64_t tls_failed = 0;
  std::uint64_t open = 0;         ///< now
  std::uint64_t half_closed = 0;  ///< of these, those whose peer sends no more
  std::uint64_t refused = 0;
  std::uint64_t aborted = 0;
  std::uint64_t malformed = 0;
  std::uint64_t requests = 0;
  std::uint64_t responses = 0;
  std::uint64_t chunks = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  std::uint64_t echo_bytes = 0;
  std::uint64_t digest = 0;
  std::uint64_t late_chunks = 0;
  std::uint64_t blocked_chunks = 0;
  std::uint64_t max_lateness_ns = 0;
  std::uint64_t cpu_user_ns = 0;
  std::uint64_t cpu_system_ns = 0;
  std::uint64_t wall_ns = 0;
  double busy_fraction = 0;  ///< CPU time ÷ wall time: near 1, the target is the limit
};

/// Reads one line of the target's; throws TargetError when it is not a report.
TargetReport parse_target_report(const std::string& line);

struct TargetOptions {
  std::string executable{};  ///< empty: unblock-target beside the running program
  std::vector<std::string> arguments{};
  std::chrono::milliseconds deadline{10'000};  ///< for the start and for each answer
};

class TargetProcess {
 public:
  explicit TargetProcess(TargetOptions options = {});
  ~TargetProcess();
  TargetProcess(const TargetProcess&) = delete;
  TargetProcess& operator=(const TargetProcess&) = delete;

  std::uint16_t port() const { return port_; }
  /// SHA-256 of what it shows over TLS; empty where it speaks none.
  const std::string& certificate() const { return certificate_; }
  pid_t pid() const { return pid_; }

  /// Moves the target to these CPUs. Throws TargetError when the machine does not allow it.
  void run_on(const std::vector<int>& cpus);

  /// Zeroes the counters; when it returns, the target has done so.
  void reset();
  TargetReport report();

  /// Closes the control pipe and waits; kills a target that stays. Returns its wait status; later calls return it again.
  int stop();

 private:
  void start(const TargetOptions& options);
  std::string ask(const std::string& command);
  std::string read_line();
  [[noreturn]] void fail(const std::string& what);
  std::string take_complaint();
  bool wait_until_ended(std::chrono::milliseconds at_most);

  std::chrono::milliseconds deadline_;
  pid_t pid_ = -1;
  bool ended_ = false;
  int status_ = 0;
  Descriptor to_target_, from_target_, complaints_;
  std::string unread_;
  std::uint16_t port_ = 0;
  std::string certificate_;
};

}  // namespace unblock::bench
