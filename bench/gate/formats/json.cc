// The gate's own JSON, with every block, and the two exports for services that draw histories.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "bench/gate/formats/phrases.h"
#include "bench/gate/formats/writers.h"
#include "reports/model/error.h"

namespace unblock::bench::gate {

using namespace statistics;

namespace {

using Json = nlohmann::ordered_json;

std::string dumped(const Json& json) { return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n"; }

/// null where JSON has no word for it: an infinite bound is "not bounded".
Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

bool is_unmeasured(const MetricResult& metric) { return metric.by_evidence() && metric.blocks == 0; }

const char* id_of(Decision decision) {
  return decision == Decision::slower ? "slower" : decision == Decision::within_margin ? "within-margin" : "cannot-tell";
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

std::string json(const GateResult& result, Undecided undecided) {
  const Promise& promise = result.promise;
  Json root = {{"unblock_gate", 1},
               {"date", result.date},
               {"headline", headline(result, undecided)},
               {"exit_code", exit_code(result, undecided)},
               {"baseline", result.baseline},
               {"candidate", result.candidate},
               {"paired", result.paired},
               {"same_program", result.same_program},
               {"interrupted", result.interrupted},
               {"promise", {{"margin", promise.margin}, {"tolerated", promise.tolerated()}, {"false_alarms", promise.false_alarms}, {"misses", promise.misses}}},
               {"seed", result.seed},
               {"budget_s", result.budget_s},
               {"spent_s", result.spent_s},
               {"self",
                {{"comparisons", result.self.comparisons},
                 {"slower", result.self.slower},
                 {"undecided", result.self.undecided},
                 {"blocks", result.self.blocks},
                 {"largest", std::expm1(result.self.largest)}}},
               {"added", result.added},
               {"removed", result.removed},
               {"notes", result.notes},
               {"environment", result.environment},
               {"benchmarks", Json::array()}};
  for (const BenchmarkResult& benchmark : result.benchmarks) {
    Json one = {{"name", benchmark.name}, {"state", id_of(benchmark.state)}};
    if (!benchmark.problem.empty()) one["problem"] = benchmark.problem;
    one["metrics"] = Json::array();
    for (const MetricResult& metric : benchmark.metrics) one["metrics"].push_back(metric_json(metric));
    root["benchmarks"].push_back(std::move(one));
  }
  return dumped(root);
}

std::string github_action_benchmark(const GateResult& result, Undecided) {
  Json list = Json::array();
  for (const BenchmarkResult& benchmark : result.benchmarks) {
    for (const MetricResult& metric : benchmark.metrics) {
      // The tool alerts on what grows, so a number that should grow has no place here.
      if (metric.rule == Rule::higher || benchmark.state != BenchmarkResult::State::compared || is_unmeasured(metric)) continue;
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

std::string bencher(const GateResult& result, Undecided) {
  Json root = Json::object();
  for (const BenchmarkResult& benchmark : result.benchmarks) {
    if (benchmark.state != BenchmarkResult::State::compared) continue;
    for (const MetricResult& metric : benchmark.metrics) {
      if (is_unmeasured(metric)) continue;
      Json measure = {{"value", metric.candidate}};
      if (metric.by_evidence() && std::isfinite(metric.high) && std::isfinite(metric.low)) {
        const double sign = metric.rule == Rule::higher ? -1 : 1;
        const double a = metric.candidate * std::exp(sign * (metric.low - metric.log_ratio));
        const double b = metric.candidate * std::exp(sign * (metric.high - metric.log_ratio));
        measure["lower_value"] = std::min(a, b);
        measure["upper_value"] = std::max(a, b);
      }
      root[benchmark.name][metric.metric == "real_time" ? "latency" : metric.metric] = std::move(measure);
    }
  }
  return dumped(root);
}

namespace {

struct Format {
  const char* name;
  std::string (*write)(const GateResult&, Undecided);
};
constexpr Format kFormats[] = {
    {"text", text},
    {"markdown", [](const GateResult& result, Undecided undecided) { return markdown(result, undecided); }},
    {"junit", junit},
    {"json", json},
    {"github-action-benchmark", github_action_benchmark},
    {"bencher", bencher},
};

}  // namespace

const std::vector<std::string>& format_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> result;
    for (const Format& format : kFormats) result.emplace_back(format.name);
    return result;
  }();
  return names;
}

std::string write(const GateResult& result, Undecided undecided, std::string_view name) {
  for (const Format& format : kFormats) {
    if (name == format.name) return format.write(result, undecided);
  }
  throw reports::InputError(fmt::format("there is no format '{}': {}", name, fmt::join(format_names(), ", ")));
}

}  // namespace unblock::bench::gate
