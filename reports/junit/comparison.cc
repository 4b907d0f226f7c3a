#include "reports/junit/comparison.h"

#include <fmt/format.h>

#include "reports/compare/phrases.h"
#include "reports/text/quantity.h"

namespace unblock::reports::junit {
namespace {

using text::Markup;
constexpr char kClass[] = "unblock.gate";

std::string details(const MetricResult& metric) {
  if (!metric.by_evidence()) return metric.count.reason;
  return fmt::format("{} -> {}, change {}, interval {}, {}", compare::value_text(metric, metric.baseline), compare::value_text(metric, metric.candidate),
                     compare::change_text(metric.log_ratio), compare::interval_text(metric), text::plural(metric.blocks, "block"));
}

void add_metric(Suite& suite, const std::string& name, const MetricResult& metric, Undecided undecided) {
  Markup inside;
  const std::string verdict = compare::verdict_text(metric);
  if (metric.fails()) suite.failure(inside, verdict, "slower", details(metric));
  else if (metric.undecided() && undecided == Undecided::is_slower) suite.failure(inside, verdict, "undecided", details(metric));
  else if (metric.undecided() && undecided == Undecided::stays) suite.skip(inside, verdict);
  else inside.element("system-out", verdict + ": " + details(metric));
  suite.add(kClass, name, 0, inside);
}

void add_benchmark(Suite& suite, const BenchmarkResult& benchmark, Undecided undecided) {
  if (benchmark.state == BenchmarkResult::State::compared) {
    for (const MetricResult& metric : benchmark.metrics) add_metric(suite, compare::name_with_metric(benchmark, metric), metric, undecided);
    return;
  }
  Markup inside;
  if (benchmark.state == BenchmarkResult::State::broken) suite.error(inside, benchmark.problem, "broken", benchmark.problem);
  else suite.skip(inside, benchmark.problem);
  suite.add(kClass, benchmark.name, 0, inside);
}

void add_missing(Suite& suite, const std::vector<std::string>& names, const std::string& where) {
  for (const std::string& name : names) {
    Markup inside;
    suite.skip(inside, "only in " + where);
    suite.add(kClass, name, 0, inside);
  }
}

}  // namespace

Suite comparison_suite(const Comparison& comparison, Undecided undecided, const std::string& name) {
  Suite suite{.name = name};
  for (const BenchmarkResult& benchmark : comparison.benchmarks) add_benchmark(suite, benchmark, undecided);
  add_missing(suite, comparison.added, "the candidate");
  add_missing(suite, comparison.removed, "the baseline");
  suite.time_s = comparison.spent_s;
  suite.timestamp = comparison.date.substr(0, 19);
  suite.said = compare::headline(comparison, undecided);
  return suite;
}

std::string write_comparison(const Comparison& comparison, Undecided undecided) {
  const Suite suite = comparison_suite(comparison, undecided, "unblock gate");
  return document({&suite, 1});
}

}  // namespace unblock::reports::junit
