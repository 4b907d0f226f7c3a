// The table on the terminal.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bench/gate/formats/phrases.h"
#include "bench/gate/formats/writers.h"
#include "reports/text/clean.h"

namespace unblock::bench::gate {
namespace {

using Row = std::vector<std::string>;

std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

/// Columns as wide as their widest entry; the first and the last to the left, the others to the right.
std::string table(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  }
  std::string text;
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string space(widths[i] - width(row[i]), ' ');
      const bool last = i + 1 == row.size();
      text += i == 0 || last ? row[i] + (last ? "" : space) : space + row[i];
      text += last ? "\n" : "  ";
    }
  }
  return text;
}

std::string folded(const std::string& sentence, std::size_t columns) {
  std::string text, line;
  for (std::size_t from = 0; from < sentence.size();) {
    const std::size_t to = std::min(sentence.find(' ', from), sentence.size());
    const std::string word = sentence.substr(from, to - from);
    if (!line.empty() && width(line) + 1 + width(word) > columns) {
      text += line + "\n";
      line = "  ";
    }
    line += (line.empty() || line == "  " ? "" : " ") + word;
    from = to + 1;
  }
  return text + line + "\n";
}

std::string name_with_metric(const BenchmarkResult& benchmark, const MetricResult& metric) {
  return metric.metric == "real_time" ? benchmark.name : benchmark.name + " " + metric.metric;
}

std::string evidence_table(const GateResult& result) {
  std::vector<Row> rows = {{"benchmark", "baseline", "candidate", "change", "interval", result.paired ? "blocks" : "runs", "finds", "alarms", "verdict"}};
  for (const BenchmarkResult& benchmark : result.benchmarks) {
    for (const MetricResult& metric : benchmark.metrics) {
      if (!metric.by_evidence() || benchmark.state != BenchmarkResult::State::compared) continue;
      rows.push_back({name_with_metric(benchmark, metric), value_text(metric, metric.baseline), value_text(metric, metric.candidate),
                      metric.blocks == 0 ? "-" : change_text(metric.log_ratio), interval_text(metric), std::to_string(metric.blocks), result.paired ? finds_text(metric) : "-",
                      result.paired && metric.blocks > 0 ? share_text(metric.false_alarms) : "-", verdict_text(metric)});
    }
  }
  return rows.size() > 1 ? table(rows) : std::string();
}

std::string count_table(const GateResult& result) {
  std::vector<Row> rows = {{"benchmark", "count", "baseline", "candidate", "verdict"}};
  for (const BenchmarkResult& benchmark : result.benchmarks) {
    for (const MetricResult& metric : benchmark.metrics) {
      if (metric.by_evidence()) continue;
      rows.push_back({benchmark.name, metric.metric, value_text(metric, metric.baseline), value_text(metric, metric.candidate), verdict_text(metric)});
    }
  }
  return rows.size() > 1 ? "\n" + table(rows) : std::string();
}

}  // namespace

std::string text(const GateResult& result, Undecided undecided) {
  std::string text = fmt::format("Is '{}' slower than '{}'? A slowdown of {} or more must not pass.\n\n", result.candidate, result.baseline,
                                 share_text(result.promise.margin));
  text += evidence_table(result) + count_table(result);
  const std::vector<std::string> lost = not_compared(result);
  if (!lost.empty()) text += "\n";
  for (const std::string& line : lost) text += folded("Not compared: " + line, 120);
  text += "\n";
  for (const std::string& note : result.notes) text += folded("Note: " + note, 120);
  for (const std::string& line : footnotes(result)) text += folded(line, 120);
  return reports::text::clean(text + "\n" + headline(result, undecided) + "\n");
}

}  // namespace unblock::bench::gate
