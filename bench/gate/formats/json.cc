// The gate's own JSON, with every block, and the two exports for services that draw histories.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "bench/gate/formats/writers.h"
#include "bench/gate/rules.h"
#include "reports/compare/outcome.h"
#include "reports/compare/phrases.h"

namespace unblock::bench::gate {

using namespace statistics;
using namespace reports;
using namespace reports::compare;

namespace {

using Json = nlohmann::ordered_json;

std::string dumped(const Json& json) { return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n"; }

/// null where JSON has no word for it: an infinite bound is "not bounded".
Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

bool is_unmeasured(const MetricResult& metric) { return metric.by_evidence() && metric.blocks == 0; }

const char* id_of(Decision decision) {
  return decision == Decision::slower ? "slower" : decision == Decision::within_margin ? "within-margin"
                                                                                       : "cannot-tell";
}

const char* id_of(CountVerdict::Kind kind) {
  constexpr const char* kIds[] = {"same", "more", "fewer", "differs", "varies"};
  return kIds[static_cast<std::size_t>(kind)];
}

Json metric_json(const MetricResult& metric) {
  Json json = {{"metric", metric.metric}, {"rule", name_of(metric.rule)}, {"baseline", metric.baseline}, {"candidate", metric.candidate}};
  if (!metric.by_evidence()) {
    json["verdict"] = id_of(metric.count.kind);
    json["reason"] = metric.count.reason;
    return json;
  }
  json["verdict"] = id_of(metric.decision);
  json["ratio"] = std::exp(metric.log_ratio);
  json["ratio_low"] = number(std::exp(metric.low));
  json["ratio_high"] = number(std::exp(metric.high));
  json["blocks"] = metric.blocks;
  json["smallest_found"] = number(metric.smallest_found);
  json["false_alarms"] = metric.false_alarms;
  if (!metric.doubt.empty()) json["doubt"] = metric.doubt;
  json["log_ratios"] = metric.log_ratios;
  return json;
}

const char* id_of(BenchmarkResult::State state) {
  constexpr const char* kIds[] = {"compared", "left-out", "broken"};
  return kIds[static_cast<std::size_t>(state)];
}

}  // namespace

std::string json(const Comparison& comparison, Undecided undecided) {
  const Promise& promise = comparison.promise;
  Json root = {{"unblock_gate", 1},
               {"date", comparison.date},
               {"headline", headline(comparison, undecided)},
               {"exit_code", exit_code(comparison, undecided)},
               {"baseline", comparison.baseline},
               {"candidate", comparison.candidate},
               {"paired", comparison.paired},
               {"same_program", comparison.same_program},
               {"interrupted", comparison.interrupted},
               {"promise", {{"margin", promise.margin}, {"tolerated", promise.tolerated()}, {"false_alarms", promise.false_alarms}, {"misses", promise.misses}}},
               {"seed", comparison.seed},
               {"budget_s", comparison.budget_s},
               {"spent_s", comparison.spent_s},
               {"budget_says", comparison.budget_says},
               {"self",
                {{"comparisons", comparison.self.comparisons},
                 {"slower", comparison.self.slower},
                 {"undecided", comparison.self.undecided},
                 {"blocks", comparison.self.blocks},
                 {"largest", std::expm1(comparison.self.largest)}}},
               {"added", comparison.added},
               {"removed", comparison.removed},
               {"notes", comparison.notes},
               {"environment", comparison.environment},
               {"benchmarks", Json::array()}};
  for (const BenchmarkResult& benchmark : comparison.benchmarks) {
    Json one = {{"name", benchmark.name}, {"state", id_of(benchmark.state)}};
    if (!benchmark.problem.empty()) one["problem"] = benchmark.problem;
    one["metrics"] = Json::array();
    for (const MetricResult& metric : benchmark.metrics) one["metrics"].push_back(metric_json(metric));
    root["benchmarks"].push_back(std::move(one));
  }
  return dumped(root);
}

std::string github_action_benchmark(const Comparison& comparison, Undecided) {
  Json list = Json::array();
  for (const BenchmarkResult& benchmark : comparison.benchmarks) {
    for (const MetricResult& metric : benchmark.metrics) {
      // The tool alerts on what grows, so a number that should grow has no place here.
      if (metric.rule == MetricRule::higher || benchmark.state != BenchmarkResult::State::compared || is_unmeasured(metric)) continue;
      const bool time = metric.metric == "real_time" || metric.metric == "cpu_time";
      Json row = {{"name", metric.metric == "real_time" ? benchmark.name : benchmark.name + " " + metric.metric},
                  {"unit", time ? "ns" : "count"},
                  {"value", metric.candidate},
                  {"extra", verdict_text(metric)}};
      if (metric.by_evidence() && std::isfinite(metric.high) && std::isfinite(metric.low)) {
        row["range"] = fmt::format("± {:.4g}", metric.candidate * (std::exp(metric.high) - std::exp(metric.low)) / 2 / std::exp(metric.log_ratio));
      }
      list.push_back(std::move(row));
    }
  }
  return dumped(list);
}

std::string bencher(const Comparison& comparison, Undecided) {
  Json root = Json::object();
  for (const BenchmarkResult& benchmark : comparison.benchmarks) {
    if (benchmark.state != BenchmarkResult::State::compared) continue;
    for (const MetricResult& metric : benchmark.metrics) {
      if (is_unmeasured(metric)) continue;
      Json measure = {{"value", metric.candidate}};
      if (metric.by_evidence() && std::isfinite(metric.high) && std::isfinite(metric.low)) {
        measure["lower_value"] = metric.candidate * std::exp(metric.low - metric.log_ratio);
        measure["upper_value"] = metric.candidate * std::exp(metric.high - metric.log_ratio);
      }
      root[benchmark.name][metric.metric == "real_time" ? "latency" : metric.metric] = std::move(measure);
    }
  }
  return dumped(root);
}

}  // namespace unblock::bench::gate
