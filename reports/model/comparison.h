// Two programs, or two files of results, compared: what a judge found, as plain values. The gate and the report say what
// stands here and judge nothing themselves.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "statistics/decision.h"

namespace unblock::reports {

/// How a number is judged.
enum class MetricRule {
  lower,   ///< noisy, lower is better: judged like time
  higher,  ///< noisy, higher is better: judged like time, upside down
  count,   ///< lower is better, steady: any increase where it never varies, 1 % where it does
  exact,   ///< any difference is wrong, in either direction
  info,    ///< shown, not judged
};

struct CountVerdict {
  enum class Kind {
    same,
    more,
    fewer,
    differs,
    varies
  };
  Kind kind = Kind::same;
  double baseline = 0;   ///< medians
  double candidate = 0;
  std::string reason;    ///< one clause, for every kind

  bool fails() const { return kind == Kind::more || kind == Kind::differs; }
};

/// The time of a benchmark, in ns per iteration.
inline constexpr char kRealTime[] = "real_time";

/// One number of one benchmark, judged.
struct MetricResult {
  std::string metric;  ///< kRealTime, or the name of a metric or counter
  MetricRule rule = MetricRule::info;
  double baseline = 0, candidate = 0;  ///< medians over the runs; times in ns

  // MetricRule::lower and higher. Logarithms of candidate ÷ baseline, whichever way is better.
  statistics::Decision decision = statistics::Decision::cannot_tell;  ///< "slower" is "worse" where higher is better
  double log_ratio = 0;             ///< Hodges-Lehmann
  double low = 0, high = 0;         ///< what the evidence does not refute; infinite before there is enough
  bool surely_faster = false;       ///< or better
  std::size_t blocks = 0;           ///< or repetitions: 0 where nothing was measured
  double smallest_found = 0;        ///< see statistics/rehearsal.h; infinity: nothing
  double false_alarms = 0;          ///< the rule's rate on this benchmark's noise, labels drawn anew
  std::string doubt;                ///< why no more could be said; may be empty
  std::vector<double> log_ratios;   ///< one per block, in order: what everything above is computed from

  CountVerdict count;               ///< MetricRule::count and exact

  bool by_evidence() const { return rule == MetricRule::lower || rule == MetricRule::higher; }
  bool fails() const { return by_evidence() ? decision == statistics::Decision::slower : count.fails(); }
  bool undecided() const { return by_evidence() && decision == statistics::Decision::cannot_tell; }
};

struct BenchmarkResult {
  enum class State {
    compared,
    left_out,  ///< skipped or failing in the baseline too: nothing to compare
    broken,    ///< the candidate fails where the baseline does not
  };
  std::string name;
  State state = State::compared;
  std::string problem;  ///< for left_out and broken: one clause
  std::vector<MetricResult> metrics;
};

/// The baseline compared with itself, by the same rule.
struct SelfComparison {
  std::size_t comparisons = 0, slower = 0, undecided = 0;
  std::size_t blocks = 0;
  double largest = 0;  ///< the largest distance of a block's log ratio from 0
};

struct Comparison {
  statistics::Promise promise;
  bool paired = true;               ///< false: two stored files
  bool other_machine = false;       ///< times were not judged for that reason
  std::string baseline, candidate;  ///< as the user named them
  std::vector<BenchmarkResult> benchmarks;
  std::vector<std::string> added, removed;
  std::vector<std::string> notes;   ///< one sentence each
  std::map<std::string, std::string> environment;
  std::string date;                 ///< ISO 8601, UTC

  // Of two programs that were run in turn.
  std::uint64_t seed = 0;
  double budget_s = 0, spent_s = 0;
  std::string budget_says;          ///< what the budget can decide, from the pilot; one sentence
  bool interrupted = false;
  bool same_program = false;        ///< both sides hold the same bytes, shared libraries included
  SelfComparison self;
};

/// How an undecided comparison is to be taken, as an exit code.
enum class Undecided {
  stays = 3,
  is_fine = 0,
  is_slower = 1
};

}  // namespace unblock::reports
