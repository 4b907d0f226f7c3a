// What a gate found, as plain values: the writers turn it into text, Markdown, JUnit and JSON.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bench/gate/counts.h"
#include "bench/gate/rules.h"
#include "statistics/decision.h"

namespace unblock::bench::gate {

/// One number of one benchmark, judged.
struct MetricResult {
  std::string metric;  ///< "real_time", or a counter
  Rule rule = Rule::info;
  double baseline = 0, candidate = 0;  ///< medians over the runs; times in ns

  // Rule::lower and Rule::higher. Log ratios: above 0 is worse.
  statistics::Decision decision = statistics::Decision::cannot_tell;
  double log_ratio = 0;             ///< Hodges-Lehmann
  double low = 0, high = 0;         ///< what the evidence does not refute; infinite before there is enough
  bool surely_faster = false;
  std::size_t blocks = 0;
  double smallest_found = 0;        ///< see rehearsal.h; infinity: nothing
  double false_alarms = 0;          ///< the rule's rate on this benchmark's noise, labels drawn anew
  std::string doubt;                ///< why no more could be said; may be empty
  std::vector<double> log_ratios;   ///< one per block, in order: what everything above is computed from

  CountVerdict count;               ///< Rule::count and Rule::exact

  bool by_evidence() const { return rule == Rule::lower || rule == Rule::higher; }
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

struct GateResult {
  statistics::Promise promise;
  bool paired = true;       ///< false: two stored files
  std::string baseline, candidate;  ///< as the user named them
  std::uint64_t seed = 0;
  double budget_s = 0, spent_s = 0;
  bool interrupted = false;
  bool same_program = false;        ///< both sides hold the same bytes
  std::vector<BenchmarkResult> benchmarks;
  std::vector<std::string> added, removed;
  std::vector<std::string> notes;   ///< one sentence each
  SelfComparison self;
  std::map<std::string, std::string> environment;
  std::string date;                 ///< ISO 8601, UTC

  std::size_t comparisons() const;  ///< judged by evidence: what Holm corrects for
};

enum class Undecided { stays = 3, is_fine = 0, is_slower = 1 };

/// 0 nothing is slower, 1 something is or the candidate failed, 2 it could not be done (nothing compared), 3 undecided.
/// 1 goes before 2, and 2 before 3. What an interrupt left open stays 3, however `undecided` is to be taken.
int exit_code(const GateResult& result, Undecided undecided);

}  // namespace unblock::bench::gate
