// The target as those who measure against it see it, wherever it runs: its counters are zeroed, and asked for.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

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
  std::uint64_t datagrams_in = 0;
  std::uint64_t datagrams_out = 0;
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

class Target {
 public:
  virtual ~Target() = default;
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;

  std::uint16_t port() const { return port_; }
  /// SHA-256 of what it shows over TLS; empty where it speaks none.
  const std::string& certificate() const { return certificate_; }
  /// Numeric, of its host; empty: loopback.
  const std::string& address() const { return address_; }

  /// Zeroes the counters; when it returns, the target has done so. Both throw TargetError.
  void reset();
  TargetReport report();

 protected:
  Target() = default;
  /// The answer to a command.
  virtual std::string ask(const std::string& command) = 0;
  /// What went wrong, as an error to throw; the target is given up.
  virtual TargetError failure(const std::string& what) = 0;

  /// The first line. False where no target says that.
  bool introduce(const std::string& line);

  std::uint16_t port_ = 0;
  std::string certificate_, address_;
};

}  // namespace unblock::bench
