// One benchmark under comparison: what its runs gave on both sides, and what follows. It starts no process.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bench/gate/program.h"
#include "bench/gate/rules.h"
#include "reports/compare/counts.h"
#include "reports/model/comparison.h"
#include "statistics/evidence.h"

namespace unblock::bench::gate {

using reports::BenchmarkResult;
using reports::MetricResult;
using reports::MetricRule;

enum class Side {
  baseline,
  candidate
};

/// A block in the order in which it ran.
struct BlockRun {
  Side side;
  Sample sample;
};

class PairedRuns {
 public:
  PairedRuns(std::string name, const Rules& rules, const statistics::Promise& promise) : name_(std::move(name)), rules_(&rules), promise_(promise) {}

  const std::string& name() const { return name_; }

  /// Four complete runs, two of each side, in one block.
  void add_block(const std::array<BlockRun, 4>& block);
  /// Values of one run that was made for its counts alone.
  void add_count(Side side, const std::string& metric, double value);
  /// A run that gave no values. Two of one side, or one that the program skipped itself, close the comparison.
  void add_failure(Side side, const Sample& sample);

  bool closed() const { return closed_; }
  /// Only counts are judged, and more runs would not judge them better.
  bool has_enough_counts() const { return evidence_.empty() && 2 * blocks_ >= reports::compare::kCountRuns; }
  bool failed(Side side) const { return !problems_[index(side)].empty(); }
  bool has_values(Side side) const { return !values_[index(side)].empty(); }
  std::span<const double> counts(Side side, const std::string& metric) const;

  /// The metrics judged by evidence, in a fixed order.
  const std::map<std::string, statistics::Evidence>& evidence() const { return evidence_; }

  /// Without verdicts that depend on other comparisons: the session fills those in.
  BenchmarkResult result() const;

 private:
  static std::size_t index(Side side) { return side == Side::baseline ? 0 : 1; }
  void add_evidence(const std::array<BlockRun, 4>& block, const std::string& metric, bool higher);
  void add_metric_results(BenchmarkResult& result) const;
  void add_unmeasured_time(BenchmarkResult& result) const;
  std::string lost_counter(const std::string& metric) const;

  std::string name_;
  const Rules* rules_;
  statistics::Promise promise_;
  std::map<std::string, statistics::Evidence> evidence_;
  std::array<std::map<std::string, std::vector<double>>, 2> values_;
  std::array<std::string, 2> problems_;
  std::array<int, 2> failures_{};
  std::size_t blocks_ = 0;
  bool ran_nothing_ = false;
  bool closed_ = false;
};

}  // namespace unblock::bench::gate
