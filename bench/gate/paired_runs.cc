#include "bench/gate/paired_runs.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "statistics/median.h"

namespace unblock::bench::gate {

using namespace statistics;

namespace {

/// Mean log value of the candidate's two runs minus that of the baseline's; nothing where one is not positive.
std::optional<double> log_ratio(const std::array<BlockRun, 4>& block, const std::string& metric) {
  double difference = 0;
  for (const BlockRun& run : block) {
    const auto value = run.sample.values.find(metric);
    if (value == run.sample.values.end() || value->second <= 0) return std::nullopt;
    difference += (run.side == Side::candidate ? 0.5 : -0.5) * std::log(value->second);
  }
  return difference;
}

/// Evidence is kept so that more is worse; what is shown is candidate ÷ baseline, whichever way is better.
void turn(MetricResult& metric) {
  metric.log_ratio = -metric.log_ratio;
  std::swap(metric.low, metric.high);
  metric.low = -metric.low;
  metric.high = -metric.high;
  for (double& ratio : metric.log_ratios) ratio = -ratio;
}

}  // namespace

void PairedRuns::add_evidence(const std::array<BlockRun, 4>& block, const std::string& metric, bool higher) {
  const std::optional<double> ratio = log_ratio(block, metric);
  if (!ratio) return;
  evidence_.try_emplace(metric, promise_.limits()).first->second.add(higher ? -*ratio : *ratio);
}

void PairedRuns::add_block(const std::array<BlockRun, 4>& block) {
  ++blocks_;
  for (const BlockRun& run : block) {
    for (const auto& [metric, value] : run.sample.values) values_[index(run.side)][metric].push_back(value);
  }
  for (const auto& [metric, value] : block.front().sample.values) {
    const MetricRule rule = rules_->rule_for(metric);
    if (rule == MetricRule::lower || rule == MetricRule::higher) add_evidence(block, metric, rule == MetricRule::higher);
  }
}

void PairedRuns::add_count(Side side, const std::string& metric, double value) { values_[index(side)][metric].push_back(value); }

void PairedRuns::add_failure(Side side, const Sample& sample) {
  problems_[index(side)] = sample.problem;
  ran_nothing_ |= sample.ran_nothing;
  closed_ = ++failures_[index(side)] >= 2 || sample.skipped || sample.ran_nothing;
}

std::span<const double> PairedRuns::counts(Side side, const std::string& metric) const {
  const auto found = values_[index(side)].find(metric);
  if (found == values_[index(side)].end()) return {};
  return found->second;
}

std::string PairedRuns::lost_counter(const std::string& metric) const {
  const bool before = values_[0].contains(metric), now = values_[1].contains(metric);
  if (before == now) return {};
  return before ? "the candidate does not report it" : "the baseline does not report it";
}

void PairedRuns::add_metric_results(BenchmarkResult& result) const {
  for (const auto& [metric, baseline] : values_[0]) {
    MetricResult one;
    one.metric = metric;
    one.rule = rules_->rule_for(metric);
    if (one.rule == MetricRule::info) continue;
    if (!lost_counter(metric).empty()) continue;
    one.baseline = median(baseline);
    one.candidate = median(values_[1].at(metric));
    if (!one.by_evidence()) {
      one.count = reports::compare::judge_count(baseline, values_[1].at(metric), one.rule);
      result.metrics.push_back(std::move(one));
      continue;
    }
    const auto found = evidence_.find(metric);
    if (found == evidence_.end()) {
      one.doubt = "its values are not above zero, so that there is no ratio";
    } else {
      const Evidence& evidence = found->second;
      const double threshold = promise_.log_slower_threshold(1);
      one.blocks = evidence.blocks();
      one.log_ratios.assign(evidence.log_ratios().begin(), evidence.log_ratios().end());
      one.log_ratio = hodges_lehmann(evidence.log_ratios());
      one.low = evidence.lower_bound(threshold);
      one.high = evidence.upper_bound(threshold);
      if (one.rule == MetricRule::higher) turn(one);
      one.surely_faster = evidence.against_no_faster() >= threshold;
    }
    result.metrics.push_back(std::move(one));
  }
}

/// A benchmark whose turn did not come is undecided, not fine.
void PairedRuns::add_unmeasured_time(BenchmarkResult& result) const {
  std::erase_if(result.metrics, [](const MetricResult& metric) { return metric.metric == "real_time"; });
  MetricResult time;
  time.metric = reports::kRealTime;
  time.rule = MetricRule::lower;
  time.doubt = "the time was spent before its turn came";
  result.metrics.push_back(std::move(time));
}

BenchmarkResult PairedRuns::result() const {
  BenchmarkResult result;
  result.name = name_;
  if (has_values(Side::baseline) && has_values(Side::candidate)) add_metric_results(result);
  if (!closed_ && failures_[1] > 0 && failures_[0] == 0) {
    result.state = BenchmarkResult::State::broken;
    result.problem = "once the candidate " + problems_[1];
    return result;
  }
  if (!closed_) {
    if (evidence_.empty() && rules_->rule_for("real_time") != MetricRule::info) add_unmeasured_time(result);
    return result;
  }
  const bool baseline = failed(Side::baseline), candidate = failed(Side::candidate);
  result.state = candidate && !baseline && !ran_nothing_ ? BenchmarkResult::State::broken : BenchmarkResult::State::left_out;
  if (problems_[0] == kNoResults && problems_[1] == kNoResults) result.problem = "neither program runs anything by that name; it may be a line that they print";
  else if (baseline && candidate && problems_[0] == problems_[1]) result.problem = "on both sides it " + problems_[0];
  else if (baseline && candidate) result.problem = fmt::format("the baseline {}; the candidate {}", problems_[0], problems_[1]);
  else result.problem = baseline ? "the baseline " + problems_[0] : "the candidate " + problems_[1];
  return result;
}

}  // namespace unblock::bench::gate
