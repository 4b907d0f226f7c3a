// What the harness measured, as plain values. Foreign Google Benchmark results read into the same shape.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "statistics/interval.h"

namespace unblock::reports {

/// A reason to distrust a result, or to withhold it. `id` is stable: "too-short", "wrong-work", "client-bound", …
struct Verdict {
  std::string id;
  std::string text;       ///< one sentence with the figures behind it
  bool withholds = false;  ///< true: the time must not be shown as a result (wrong work, died, hung)

  friend bool operator==(const Verdict&, const Verdict&) = default;
};

/// A median (or another estimate) with a 95 % interval. All three are equal where there is one value only.
using Interval = statistics::Interval;

/// One round of one cell: a fresh worker process. Metrics by name; units are part of the name
/// ("cpu_ns_per_op", "latency_p99_ns", "rss_peak_bytes", "bytes_per_task", "overlap_factor", "syscalls_per_op").
struct Round {
  unsigned index = 0;             ///< position in the run, counted over all cells: shows drift
  double started_s = 0;           ///< seconds since the run began
  double real_time_ns = 0;        ///< wall time of one iteration
  double cpu_time_ns = 0;         ///< CPU time of one iteration, user and system
  std::uint64_t iterations = 0;
  unsigned block = 0;             ///< rounds of one block lie within seconds of each other; 0: not known
  bool voided = false;            ///< the canary saw the machine change state around this round
  std::map<std::string, double> metrics;
};

/// A latency histogram: counts by bucket, sparse. A value in bucket i lies in [lower_ns, upper_ns).
struct HistogramBucket {
  double lower_ns = 0;
  double upper_ns = 0;
  std::uint64_t count = 0;
};

/// One wait of one task, for the timeline picture: from the request until the task went on.
struct Span {
  unsigned task = 0;
  double start_ns = 0;
  double end_ns = 0;
};

enum class CellKind {
  shared,
  native,
  guest,
  foreign
};
enum class CellStatus {
  measured,
  not_applicable,
  failed
};

/// One runtime × workload × arguments × placement.
struct Cell {
  std::string name;       ///< Google Benchmark name, for example "asio/echo/connections:64/bytes:64"
  std::string runtime;    ///< empty for a foreign benchmark
  std::string workload;   ///< for a foreign benchmark: its name without arguments
  std::vector<std::pair<std::string, std::string>> arguments;  ///< in the order of the name
  std::string placement;  ///< "two-cores", "one-core", "two-hosts", or empty
  CellKind kind = CellKind::shared;
  CellStatus status = CellStatus::measured;
  std::string reason;     ///< why not applicable, or how it failed; with the package to install
  double operations_per_iteration = 1;
  std::string headline;   ///< the metric that it is judged by; empty: time per operation
  std::string operation;  ///< what one operation is: "echo"; empty: not known
  bool floor = false;     ///< of the runtime that the others are held against
  std::vector<Round> rounds;
  std::map<std::string, Interval> metrics;  ///< summary over the rounds that are not voided; "time_ns_per_op" is always there
  std::vector<Verdict> verdicts;
  std::vector<HistogramBucket> latency;              ///< closed loop, or corrected (from the intended start)
  std::vector<HistogramBucket> latency_uncorrected;  ///< open loop only
  std::vector<Span> spans;
  std::map<std::string, std::string> configuration;  ///< read from the running worker
};

/// One invocation of the harness, or one foreign result file.
struct Run {
  std::string source;  ///< file name it was read from
  std::string date;    ///< ISO 8601 with zone
  std::string suite;   ///< "quick", "full", or empty
  std::uint64_t seed = 0;
  double duration_s = 0;
  std::map<std::string, std::string> environment;  ///< the fingerprint: cpu, kernel, governor, compiler, …
  std::map<std::string, std::string> settings;     ///< the options it was started with, so that it can go on; empty: not known
  std::vector<std::string> warnings;               ///< what disturbs the machine, one sentence each
  std::vector<Cell> cells;
  bool foreign = false;      ///< not written by Unblock
  bool interrupted = false;  ///< Ctrl-C or a spent budget cut it short
};

}  // namespace unblock::reports
