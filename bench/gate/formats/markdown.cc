// A table for a job summary or a comment on a pull request.
#include <fmt/format.h>

#include "bench/gate/formats/phrases.h"
#include "bench/gate/formats/writers.h"

namespace unblock::bench::gate {
namespace {

/// Text that stays text inside a table: no new cell, no markup from a benchmark's name.
std::string plain(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '\n' || c == '\r') {
      result += ' ';
    } else if (c == '<') {
      result += "&lt;";
    } else {
      if (std::string_view("|\\`*_[]#@").find(c) != std::string_view::npos) result += '\\';
      result += c;
    }
  }
  return result;
}

std::string row(const BenchmarkResult& benchmark, const MetricResult& metric) {
  const bool evidence = metric.by_evidence();
  const std::string verdict = plain(verdict_text(metric));
  return fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} |\n", plain(benchmark.name), plain(metric.metric == "real_time" ? "time" : metric.metric),
                     value_text(metric, metric.baseline), value_text(metric, metric.candidate), evidence && metric.blocks > 0 ? change_text(metric.log_ratio) : "",
                     interval_text(metric), evidence && metric.smallest_found > 0 ? finds_text(metric) : "", metric.fails() ? "**" + verdict + "**" : verdict);
}

bool is_news(const MetricResult& metric) { return metric.fails() || metric.undecided(); }

}  // namespace

std::string markdown(const GateResult& result, Undecided undecided, std::size_t limit) {
  const std::string head = fmt::format("### {}\n\n`{}` against `{}`, margin {}\n\n| benchmark | metric | baseline | candidate | change | interval | finds | verdict |\n"
                                       "|---|---|--:|--:|--:|--:|--:|---|\n",
                                       plain(headline(result, undecided)), result.candidate, result.baseline, share_text(result.promise.margin));
  std::string foot = "\n";
  for (const std::string& line : footnotes(result)) foot += "- " + plain(line) + "\n";
  for (const std::string& note : result.notes) foot += "- " + plain(note) + "\n";
  std::vector<std::string> rows;
  for (const bool news : {true, false}) {
    for (const BenchmarkResult& benchmark : result.benchmarks) {
      if (benchmark.state != BenchmarkResult::State::compared) continue;
      for (const MetricResult& metric : benchmark.metrics) {
        if (is_news(metric) == news) rows.push_back(row(benchmark, metric));
      }
    }
  }
  std::string lost;
  for (const std::string& line : not_compared(result)) lost += "- Not compared: " + plain(line) + "\n";
  if (lost.size() > limit / 4) lost = fmt::format("- {} benchmarks were not compared.\n", not_compared(result).size());
  std::string body;
  std::size_t shown = 0;
  constexpr std::size_t kForTheCount = 80;
  while (shown < rows.size() && head.size() + body.size() + rows[shown].size() + lost.size() + foot.size() + kForTheCount <= limit) body += rows[shown++];
  if (shown < rows.size()) body += fmt::format("\n{} more rows are left out for length.\n", rows.size() - shown);
  return head + body + (lost.empty() ? "" : "\n" + lost) + foot;
}

}  // namespace unblock::bench::gate
