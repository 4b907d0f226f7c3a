#include "bench/gate/stored.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "bench/gate/filter.h"
#include "reports/model/error.h"
#include "statistics/median.h"
#include "statistics/rank_sum.h"

namespace unblock::bench::gate {

using namespace statistics;

namespace {

using reports::Cell;
using reports::Run;

constexpr std::array<std::string_view, 3> kMachine = {"cpu", "num_cpus", "kernel"};
/// Differ between any two runs, and say nothing about the machine.
constexpr std::array<std::string_view, 7> kPassing = {"executable", "load_avg", "load_average_before", "caches", "mhz_per_cpu", "date", "json_schema_version"};

template <std::size_t n>
bool among(const std::array<std::string_view, n>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string name_of(const Cell& cell) { return cell.placement.empty() ? cell.name : cell.name + "/placement:" + cell.placement; }

std::vector<std::string> names_of(const Run& run, const std::string& filter) {
  std::vector<std::string> names;
  for (const Cell& cell : run.cells) names.push_back(name_of(cell));
  return chosen(names, filter);
}

const Cell& cell_named(const Run& run, const std::string& name) {
  return *std::find_if(run.cells.begin(), run.cells.end(), [&](const Cell& cell) { return name_of(cell) == name; });
}

using Values = std::map<std::string, std::vector<double>>;

Values values_of(const Cell& cell) {
  Values values;
  for (const reports::Round& round : cell.rounds) {
    if (round.voided) continue;
    values["real_time"].push_back(round.real_time_ns);
    values["cpu_time"].push_back(round.cpu_time_ns);
    for (const auto& [name, value] : round.metrics) values[name].push_back(value);
  }
  return values;
}

/// Logarithms, upside down where higher is better; empty where a value is not above zero.
std::vector<double> logs(const std::vector<double>& values, Rule rule) {
  std::vector<double> result;
  for (const double value : values) {
    if (!(value > 0)) return {};
    result.push_back(rule == Rule::higher ? -std::log(value) : std::log(value));
  }
  return result;
}

std::vector<double> shifted(std::vector<double> values, double by) {
  for (double& value : values) value += by;
  return values;
}

std::size_t enough_repetitions(double alpha) {
  std::size_t n = 1;
  while (smallest_p(n, n) > alpha) ++n;
  return n;
}

class StoredComparison {
 public:
  StoredComparison(const Run& baseline, const Run& candidate, const StoredOptions& options) : baseline_(baseline), candidate_(candidate), options_(options) {}

  GateResult run() {
    const auto before = names_of(baseline_, options_.filter), now = names_of(candidate_, options_.filter);
    result_.removed = missing_from(before, now);
    result_.added = missing_from(now, before);
    std::set<std::string> seen;
    for (const std::string& name : missing_from(before, result_.removed)) {
      if (seen.insert(name).second) compare(name);
    }
    if (result_.benchmarks.empty()) {
      throw reports::InputError(fmt::format("'{}' and '{}' have no benchmark in common", baseline_.source, candidate_.source));
    }
    result_.paired = false;
    result_.promise = options_.promise;
    result_.baseline = baseline_.source;
    result_.candidate = candidate_.source;
    result_.date = candidate_.date;
    result_.environment = candidate_.environment;
    bool other_machine = false;
    result_.notes = differences(baseline_, candidate_, other_machine);
    decide(other_machine && !options_.across_machines);
    return std::move(result_);
  }

 private:
  struct Tested {
    std::size_t benchmark, metric;
    double p_slower, p_within;
    std::size_t repetitions;
  };

  void compare(const std::string& name) {
    const Cell &before = cell_named(baseline_, name), &now = cell_named(candidate_, name);
    BenchmarkResult one;
    one.name = name;
    const bool was = before.status == reports::CellStatus::measured, is = now.status == reports::CellStatus::measured;
    if (!was || !is) {
      one.state = was ? BenchmarkResult::State::broken : BenchmarkResult::State::left_out;
      one.problem = was ? "the candidate has no result: " + now.reason : "the baseline has no result: " + before.reason;
      result_.benchmarks.push_back(std::move(one));
      return;
    }
    const Values old_values = values_of(before), new_values = values_of(now);
    for (const auto& [metric, values] : old_values) {
      const Rule rule = options_.rules.rule_for(metric);
      const auto found = new_values.find(metric);
      if (rule != Rule::info && found != new_values.end()) add_metric(one, metric, rule, values, found->second);
    }
    if (one.metrics.empty()) {
      one.state = BenchmarkResult::State::left_out;
      one.problem = "a file has only aggregates of it: store the repetitions (--benchmark_report_aggregates_only=false)";
    }
    result_.benchmarks.push_back(std::move(one));
  }

  void add_metric(BenchmarkResult& one, const std::string& name, Rule rule, const std::vector<double>& before, const std::vector<double>& now) {
    MetricResult metric;
    metric.metric = name;
    metric.rule = rule;
    metric.baseline = median(before);
    metric.candidate = median(now);
    if (!metric.by_evidence()) {
      metric.count = judge_count(before, now, rule);
    } else {
      test(metric, logs(before, rule), logs(now, rule), one.metrics.size());
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
    metric.surely_faster = p_of_higher(b, a) <= options_.promise.false_alarms;
    tested_.push_back({result_.benchmarks.size(), index, p_of_higher(shifted(a, limits.tolerated), b), p_of_higher(b, shifted(a, limits.margin)), metric.blocks});
  }

  void decide(bool other_machine) {
    std::vector<double> p_values;
    for (const Tested& one : tested_) p_values.push_back(one.p_slower);
    const std::vector<bool> slower = holm_p(p_values, options_.promise.false_alarms);
    const std::size_t enough = enough_repetitions(options_.promise.false_alarms / static_cast<double>(std::max<std::size_t>(1, tested_.size())));
    for (std::size_t i = 0; i < tested_.size(); ++i) {
      MetricResult& metric = result_.benchmarks[tested_[i].benchmark].metrics[tested_[i].metric];
      if (other_machine) {
        metric.doubt = "the files come from different machines (--across-machines judges all the same)";
      } else if (tested_[i].p_within <= options_.promise.misses) {
        metric.decision = Decision::within_margin;
      } else if (slower[i]) {
        metric.decision = Decision::slower;
      } else if (tested_[i].repetitions < enough) {
        metric.doubt = fmt::format("{} repetition{}, {} of each are needed", tested_[i].repetitions, tested_[i].repetitions == 1 ? "" : "s", enough);
      }
    }
  }

  const Run& baseline_;
  const Run& candidate_;
  const StoredOptions& options_;
  std::vector<Tested> tested_;
  GateResult result_;
};

}  // namespace

std::vector<std::string> differences(const Run& baseline, const Run& candidate, bool& other_machine) {
  std::vector<std::string> sentences;
  std::set<std::string> keys;
  for (const Run* run : {&baseline, &candidate}) {
    for (const auto& [key, value] : run->environment) keys.insert(key);
  }
  for (const std::string& key : keys) {
    const auto before = baseline.environment.find(key), now = candidate.environment.find(key);
    const bool both = before != baseline.environment.end() && now != candidate.environment.end();
    if (among(kPassing, key) || !both || before->second == now->second) continue;
    other_machine |= among(kMachine, key);
    sentences.push_back(fmt::format("The two differ in {}: '{}', then '{}'.", key, before->second, now->second));
  }
  for (const Run* run : {&baseline, &candidate}) {
    for (const std::string& warning : run->warnings) sentences.push_back(fmt::format("'{}': {}", run->source, warning));
  }
  return sentences;
}

GateResult compare_stored(const Run& baseline, const Run& candidate, const StoredOptions& options) {
  return StoredComparison(baseline, candidate, options).run();
}

}  // namespace unblock::bench::gate
