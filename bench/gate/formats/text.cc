// The table on the terminal.
#include <fmt/format.h>

#include "bench/gate/formats/writers.h"
#include "reports/compare/phrases.h"
#include "reports/text/clean.h"
#include "reports/text/grid.h"

namespace unblock::bench::gate {

using namespace reports;
using namespace reports::compare;

namespace {

std::string name_with_metric(const BenchmarkResult& benchmark, const MetricResult& metric) {
  return metric.metric == "real_time" ? benchmark.name : benchmark.name + " " + metric.metric;
}

constexpr std::size_t kColumns = 120;

std::string evidence_table(const Comparison& comparison) {
  text::Grid grid({{"benchmark", true, 0}, {"baseline"}, {"candidate"}, {"change"}, {"interval"}, {comparison.paired ? "blocks" : "runs"}, {"detects"}, {"false alarms"}, {"verdict", true, 0}});
  for (const BenchmarkResult& benchmark : comparison.benchmarks) {
    for (const MetricResult& metric : benchmark.metrics) {
      if (!metric.by_evidence() || benchmark.state != BenchmarkResult::State::compared) continue;
      grid.row({name_with_metric(benchmark, metric), value_text(metric, metric.baseline), value_text(metric, metric.candidate),
                metric.blocks == 0 ? "-" : change_text(metric.log_ratio), interval_text(metric), std::to_string(metric.blocks),
                comparison.paired ? finds_text(metric) : "", comparison.paired && metric.blocks > 0 ? share_text(metric.false_alarms) : "",
                verdict_text(metric)});
    }
  }
  return grid.is_empty() ? "" : grid.str("", 0);
}

std::string count_table(const Comparison& comparison) {
  text::Grid grid({{"benchmark", true, 0}, {"count", true}, {"baseline"}, {"candidate"}, {"verdict", true, 0}});
  for (const BenchmarkResult& benchmark : comparison.benchmarks) {
    for (const MetricResult& metric : benchmark.metrics) {
      if (metric.by_evidence()) continue;
      grid.row({benchmark.name, metric.metric, value_text(metric, metric.baseline), value_text(metric, metric.candidate), verdict_text(metric)});
    }
  }
  return grid.is_empty() ? "" : "\n" + grid.str("", 0);
}

}  // namespace

std::string text(const Comparison& comparison, Undecided undecided) {
  std::string out = fmt::format("Is '{}' slower than '{}'? A slowdown of {} or more must not pass.\n\n", comparison.candidate, comparison.baseline,
                                share_text(comparison.promise.margin));
  out += evidence_table(comparison) + count_table(comparison);
  const std::vector<std::string> lost = not_compared(comparison);
  if (!lost.empty()) out += "\n";
  for (const std::string& line : lost) out += text::folded("Not compared: " + line, kColumns);
  out += "\n";
  for (const std::string& note : comparison.notes) out += text::folded("Note: " + note, kColumns);
  for (const std::string& line : footnotes(comparison)) out += text::folded(line, kColumns);
  return text::clean(out + "\n" + headline(comparison, undecided) + "\n");
}

}  // namespace unblock::bench::gate
