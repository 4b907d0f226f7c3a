// What a workload measures with: its arguments, its clock, where results go and what it claims to have done.
#pragma once

#include <time.h>

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/measure/histogram.h"
#include "bench/measure/usage.h"
#include "bench/protocol/claim.h"
#include "runtimes/runtime.h"

namespace unblock::bench {

class TlsSettings;

/// One wait of one task, for the timeline.
struct RecordedSpan {
  unsigned task;
  std::int64_t start_ns;
  std::int64_t end_ns;
};

class Context {
 public:
  Context(std::vector<std::int64_t> arguments, Endpoint target, bool concurrent)
      : arguments_(std::move(arguments)), target_(target), concurrent_(concurrent) {}

  std::int64_t argument(std::size_t index) const { return arguments_[index]; }
  std::size_t count(std::size_t index) const { return static_cast<std::size_t>(arguments_[index]); }
  const Endpoint& target() const { return target_; }
  /// Null: bytes go over the target's socket as they are.
  const TlsSettings* tls() const { return tls_.get(); }
  void use_tls(std::shared_ptr<const TlsSettings> settings) { tls_ = std::move(settings); }
  /// In place of connections: UDP.
  bool over_datagrams() const { return over_datagrams_; }
  void use_datagrams(bool use) { over_datagrams_ = use; }
  /// The target runs on another host: its clock says nothing here.
  bool target_elsewhere() const { return target_elsewhere_; }
  void set_target_elsewhere(bool elsewhere) { target_elsewhere_ = elsewhere; }
  /// Where a real server was named (--target): its path and Host; empty for the built-in target.
  const std::string& real_path() const { return real_path_; }
  const std::string& real_host() const { return real_host_; }
  void use_real_server(std::string host, std::string path) {
    real_host_ = std::move(host);
    real_path_ = std::move(path);
  }

  /// Nanoseconds of CLOCK_MONOTONIC.
  static std::int64_t now_ns() {
    timespec now;
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
  }

  /// The timed part of a pass lies between start() and stop(); what comes before and after is set-up and clean-up.
  void start();
  void stop();

  /// One latency, from the request (closed loop) or from the intended start (open loop).
  void record(std::int64_t latency_ns) { record_in(latency_, latency_ns); }
  /// Open loop only: the same operation from its actual start.
  void record_uncorrected(std::int64_t latency_ns) { record_in(uncorrected_, latency_ns); }
  /// For a pass whose first part is a rehearsal.
  void forget_latency() { latency_.clear(); }
  void record_span(unsigned task, std::int64_t start_ns, std::int64_t end_ns);

  /// Operations of this pass, and the sum of the waits in it (for the overlap factor).
  void operations(std::uint64_t count) { operations_ += count; }
  void waits(std::int64_t total_ns) { waits_ns_ += total_ns; }

  /// A figure of this pass beside time and latency; the counter `name` is the mean over the passes. From the root task only.
  void measure(const std::string& name, double value);

  /// In a closed loop `count` operations are under way at any time, or wait `think_ns` each before the next: what was measured
  /// must agree with that (Little's law).
  void closed_loop(std::size_t count, std::int64_t think_ns) {
    in_flight_ = static_cast<double>(count);
    think_ns_ = static_cast<double>(think_ns);
  }
  /// A real server closed a connection, and another was opened. Safe from any thread.
  void reconnected() { reconnects_.fetch_add(1, std::memory_order_relaxed); }
  std::uint64_t reconnects() const { return reconnects_; }

  /// Adds to the claim. From the root task only.
  Claim& claim() { return claim_; }
  const Claim& claim() const { return claim_; }

  /// The work came out wrong. The first sentence is kept; safe from any thread.
  void fail(std::string_view sentence);
  std::string failure() const;

  /// Reads the real settings of a connected socket into the configuration, once.
  void inspect(int socket);
  void note(const std::string& key, const std::string& value) { configuration_[key] = value; }
  const std::map<std::string, std::string>& configuration() const { return configuration_; }

  /// Forgets what earlier passes measured; the claim and the configuration stay.
  void clear();

  /// From the first start() to the last stop() since clear(), on the clock of the machine.
  std::pair<std::int64_t, std::int64_t> measured_from_to_ns() const { return {first_started_ns_, last_stopped_ns_}; }
  std::int64_t elapsed_ns() const { return elapsed_ns_; }          ///< of the last pass
  std::int64_t total_elapsed_ns() const { return total_elapsed_ns_; }
  std::uint64_t total_operations() const { return operations_; }
  std::int64_t total_waits_ns() const { return waits_ns_; }
  /// Median of the last third of the passes ÷ median of the first third: far from 1, no steady state. 0 below 9 passes.
  double drift_within() const;
  /// Operations that were under way on average, by Little's law from throughput and mean latency, ÷ those of the closed loop;
  /// 0 where it is none.
  double in_flight_share() const;
  /// What measure() was told, as means.
  std::map<std::string, double> measured() const;
  const Usage& usage() const { return usage_; }
  const Histogram& latency() const { return latency_; }
  const Histogram& uncorrected() const { return uncorrected_; }
  const std::vector<RecordedSpan>& spans() const { return spans_; }
  void keep_spans(std::size_t limit) { spans_.reserve(limit); }

 private:
  void record_in(Histogram& histogram, std::int64_t latency_ns) {
    const auto value = static_cast<std::uint64_t>(latency_ns < 0 ? 0 : latency_ns);
    if (concurrent_) {
      histogram.record_concurrent(value);
    } else {
      histogram.record(value);
    }
  }

  std::vector<std::int64_t> arguments_;
  Endpoint target_;
  std::shared_ptr<const TlsSettings> tls_;
  bool over_datagrams_ = false, target_elsewhere_ = false;
  std::string real_path_, real_host_;
  bool concurrent_;
  Histogram latency_, uncorrected_;
  std::vector<RecordedSpan> spans_;
  std::uint64_t operations_ = 0;
  std::int64_t waits_ns_ = 0;
  std::int64_t started_ns_ = 0, elapsed_ns_ = 0, total_elapsed_ns_ = 0;
  std::int64_t first_started_ns_ = 0, last_stopped_ns_ = 0;
  std::vector<std::int64_t> pass_ns_;
  double in_flight_ = 0, think_ns_ = 0;
  std::atomic<std::uint64_t> reconnects_ = 0;
  std::map<std::string, std::pair<double, std::uint64_t>> measured_;  // sum and count
  Usage usage_at_start_, usage_;
  Claim claim_;
  std::map<std::string, std::string> configuration_;
  mutable std::mutex mutex_;
  std::string failure_;
};

}  // namespace unblock::bench
