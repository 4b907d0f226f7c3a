// Rank sums on logarithms against the tolerated slowdown and against the margin, corrected by Holm over all that is judged.
#include "reports/compare/stored.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "reports/compare/counts.h"
#include "reports/compare/environment.h"
#include "reports/compare/settings.h"
#include "reports/metrics/headline.h"
#include "reports/metrics/metrics.h"
#include "reports/model/cell.h"
#include "statistics/median.h"
#include "statistics/rank_sum.h"

namespace unblock::reports::compare {

using namespace statistics;

namespace {

using Values = std::map<std::string, std::vector<double>>;

Values values_of(const Cell& cell) {
  Values values;
  for (const Round* round : counted_rounds(cell)) {
    values[kRealTime].push_back(round->real_time_ns);
    values["cpu_time"].push_back(round->cpu_time_ns);
    for (const auto& [name, value] : round->metrics) values[name].push_back(value);
  }
  return values;
}

/// Empty where a value is not above zero.
std::vector<double> logs_of(const std::vector<double>& values) {
  std::vector<double> logs;
  for (const double value : values) {
    if (!(value > 0)) return {};
    logs.push_back(std::log(value));
  }
  return logs;
}

std::vector<double> shifted(std::vector<double> values, double by, double sign) {
  for (double& value : values) value = sign * value + by;
  return values;
}

std::size_t enough_repetitions(double alpha) {
  std::size_t n = 1;
  while (smallest_p(n, n) > alpha) ++n;
  return n;
}

std::map<std::string, const Cell*> by_name(const Run& run) {
  std::map<std::string, const Cell*> cells;
  for (const Cell& cell : run.cells) cells.try_emplace(full_name(cell), &cell);
  return cells;
}

/// In the order of `all`, each once.
std::vector<std::string> missing_from(const Run& all, const std::map<std::string, const Cell*>& some) {
  std::vector<std::string> names;
  std::set<std::string> seen;
  for (const Cell& cell : all.cells) {
    const std::string name = full_name(cell);
    if (!some.contains(name) && seen.insert(name).second) names.push_back(name);
  }
  return names;
}

class StoredComparison {
 public:
  StoredComparison(const Run& baseline, const Run& candidate, const StoredOptions& options)
      : baseline_(baseline), candidate_(candidate), options_(options) {}

  Comparison run() {
    require_same_settings(baseline_, candidate_);
    const auto before = by_name(baseline_), now = by_name(candidate_);
    made_.removed = missing_from(baseline_, now);
    made_.added = missing_from(candidate_, before);
    std::set<std::string> seen;
    for (const Cell& cell : baseline_.cells) {
      const std::string name = full_name(cell);
      if (const auto other = now.find(name); other != now.end() && seen.insert(name).second) compare(name, cell, *other->second);
    }
    made_.paired = false;
    made_.promise = options_.promise;
    made_.baseline = baseline_.source;
    made_.candidate = candidate_.source;
    made_.date = candidate_.date;
    made_.environment = candidate_.environment;
    compare_environments();
    decide();
    return std::move(made_);
  }

 private:
  struct Tested {
    std::size_t benchmark, metric;
    double p_slower, p_within;
    std::size_t repetitions;
  };

  void compare_environments() {
    for (const Difference& one : differences(baseline_.environment, candidate_.environment)) {
      made_.other_machine |= one.other_machine && !options_.across_machines;
      made_.notes.push_back(fmt::format("The two differ in {}: '{}', then '{}'.", one.key, one.before, one.now));
    }
    for (const Run* run : {&baseline_, &candidate_}) {
      for (const std::string& warning : run->warnings) made_.notes.push_back(fmt::format("'{}': {}", run->source, warning));
    }
  }

  /// `judged_by` takes the place of the time where a workload is judged by another number.
  MetricRule rule_for(const std::string& metric, const std::string& judged_by) const {
    if (const auto said = options_.rules.find(metric); said != options_.rules.end()) return said->second;
    if (metric == kRealTime && judged_by != kRealTime) return MetricRule::info;
    const metrics::Metric* known = metrics::find(metric);
    if (metric != judged_by) return known == nullptr ? MetricRule::info : known->rule;
    return metrics::meaning(metric).better == metrics::Better::higher ? MetricRule::higher : MetricRule::lower;
  }

  void compare(const std::string& name, const Cell& before, const Cell& now) {
    BenchmarkResult one;
    one.name = name;
    const bool was = before.status == CellStatus::measured && !withheld(before), is = now.status == CellStatus::measured && !withheld(now);
    if (!was || !is) {
      one.state = was ? BenchmarkResult::State::broken : BenchmarkResult::State::left_out;
      one.problem = was ? "the candidate has no result: " + why_not(now) : "the baseline has no result: " + why_not(before);
      made_.benchmarks.push_back(std::move(one));
      return;
    }
    const Values old_values = values_of(before), new_values = values_of(now);
    const std::string headline = metrics::headline(before);
    const bool by_time = headline == metrics::kTime || !old_values.contains(headline) || !new_values.contains(headline);
    for (const auto& [metric, values] : old_values) {
      const MetricRule rule = rule_for(metric, by_time ? kRealTime : headline);
      const auto found = new_values.find(metric);
      if (rule != MetricRule::info && found != new_values.end()) add_metric(one, metric, rule, values, found->second);
    }
    if (one.metrics.empty()) {
      one.state = BenchmarkResult::State::left_out;
      one.problem = unsettled(before) || unsettled(now)
                        ? "none of its rounds in one of the files counts: the machine changed state around each"
                        : "a file has only aggregates of it: store the repetitions (--benchmark_report_aggregates_only=false)";
    }
    made_.benchmarks.push_back(std::move(one));
  }

  void add_metric(BenchmarkResult& one, const std::string& name, MetricRule rule, const std::vector<double>& before,
                  const std::vector<double>& now) {
    MetricResult metric;
    metric.metric = name;
    metric.rule = rule;
    metric.baseline = median(before);
    metric.candidate = median(now);
    if (!metric.by_evidence()) {
      metric.count = judge_count(before, now, rule);
    } else {
      test(metric, logs_of(before), logs_of(now), one.metrics.size());
    }
    one.metrics.push_back(std::move(metric));
  }

  void test(MetricResult& metric, const std::vector<double>& a, const std::vector<double>& b, std::size_t index) {
    if (a.empty() || b.empty()) {
      metric.doubt = "a value is zero or less, so that there is no ratio";
      return;
    }
    const Limits limits = options_.promise.limits();
    metric.blocks = std::min(a.size(), b.size());
    metric.log_ratio = hodges_lehmann_shift(a, b);
    const Bounds bounds = shift_bounds(a, b, options_.promise.false_alarms);
    metric.low = bounds.low;
    metric.high = bounds.high;
    // Turned so that more is worse.
    const double sign = metric.rule == MetricRule::higher ? -1 : 1;
    const auto old_cost = [&](double by) { return shifted(a, by, sign); };
    const std::vector<double> cost = shifted(b, 0, sign);
    metric.surely_faster = p_of_higher(cost, old_cost(0)) <= options_.promise.false_alarms;
    tested_.push_back({made_.benchmarks.size(), index, p_of_higher(old_cost(limits.tolerated), cost),
                       p_of_higher(cost, old_cost(limits.margin)), metric.blocks});
  }

  void decide() {
    std::vector<double> p_values;
    for (const Tested& one : tested_) p_values.push_back(one.p_slower);
    const std::vector<bool> slower = holm_p(p_values, options_.promise.false_alarms);
    const std::size_t enough = enough_repetitions(options_.promise.false_alarms / static_cast<double>(std::max<std::size_t>(1, tested_.size())));
    for (std::size_t i = 0; i < tested_.size(); ++i) {
      MetricResult& metric = made_.benchmarks[tested_[i].benchmark].metrics[tested_[i].metric];
      if (made_.other_machine) {
        metric.doubt = "the files come from different machines (--across-machines compares them anyway)";
      } else if (tested_[i].p_within <= options_.promise.misses) {
        metric.decision = Decision::within_margin;
      } else if (slower[i]) {
        metric.decision = Decision::slower;
      } else if (tested_[i].repetitions < enough) {
        metric.doubt = fmt::format("{} repetition{}; {} in each file are needed", tested_[i].repetitions, tested_[i].repetitions == 1 ? "" : "s", enough);
      }
    }
  }

  const Run& baseline_;
  const Run& candidate_;
  const StoredOptions& options_;
  std::vector<Tested> tested_;
  Comparison made_;
};

}  // namespace

Comparison compare_stored(const Run& baseline, const Run& candidate, const StoredOptions& options) {
  return StoredComparison(baseline, candidate, options).run();
}

}  // namespace unblock::reports::compare
