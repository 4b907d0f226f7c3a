#include "reports/markdown/comparison.h"

#include <fmt/format.h>

#include "reports/compare/phrases.h"
#include "reports/markdown/text.h"

namespace unblock::reports::markdown {
namespace {

constexpr std::size_t kLong = 2000;

std::string row(const BenchmarkResult& benchmark, const MetricResult& metric, bool paired) {
  const bool measured = metric.by_evidence() && metric.blocks > 0;
  const std::string verdict = plain(compare::verdict_text(metric));
  return fmt::format("| {} | {} | {} | {} | {} | {} | {}{} |\n", plain(benchmark.name), plain(compare::metric_text(metric)),
                     compare::value_text(metric, metric.baseline), compare::value_text(metric, metric.candidate),
                     measured ? compare::change_text(metric.log_ratio) : "", compare::interval_text(metric),
                     !paired ? "" : measured ? compare::finds_text(metric) + " | "
                                             : " | ",
                     metric.fails() ? "**" + verdict + "**" : verdict);
}

bool is_news(const MetricResult& metric) { return metric.fails() || metric.undecided(); }

std::vector<std::string> rows_of(const Comparison& comparison) {
  std::vector<std::string> rows;
  for (const bool news : {true, false}) {
    for (const BenchmarkResult& benchmark : comparison.benchmarks) {
      if (benchmark.state != BenchmarkResult::State::compared) continue;
      for (const MetricResult& metric : benchmark.metrics) {
        if (is_news(metric) == news) rows.push_back(row(benchmark, metric, comparison.paired));
      }
    }
  }
  return rows;
}

std::string missing_of(const Comparison& comparison, std::size_t limit) {
  std::string lost;
  const std::vector<std::string> lines = compare::not_compared(comparison);
  for (const std::string& line : lines) lost += "- Not compared: " + plain(line) + "\n";
  return lost.size() > limit ? fmt::format("- {} benchmarks were not compared.\n", lines.size()) : lost;
}

}  // namespace

std::string comparison_section(const Comparison& comparison, Undecided undecided, std::size_t limit) {
  const std::string head = fmt::format(
      "### {}\n\n{} against {}, margin {}\n\n| benchmark | metric | baseline | candidate | change | interval |{} verdict |\n"
      "|---|---|--:|--:|--:|--:|{}---|\n",
      plain(compare::headline(comparison, undecided), kLong), plain(comparison.candidate), plain(comparison.baseline),
      compare::share_text(comparison.promise.margin), comparison.paired ? " detects |" : "", comparison.paired ? "--:|" : "");
  std::string foot = "\n";
  for (const std::string& line : compare::footnotes(comparison)) foot += "- " + plain(line, kLong) + "\n";
  for (const std::string& note : comparison.notes) foot += "- " + plain(note, kLong) + "\n";
  const std::vector<std::string> rows = rows_of(comparison);
  const std::string lost = missing_of(comparison, limit / 4);
  std::string body;
  std::size_t shown = 0;
  constexpr std::size_t kForTheCount = 80;
  while (shown < rows.size() && head.size() + body.size() + rows[shown].size() + lost.size() + foot.size() + kForTheCount <= limit) body += rows[shown++];
  if (shown < rows.size()) body += fmt::format("\n{} more rows are left out for length.\n", rows.size() - shown);
  return head + body + (lost.empty() ? "" : "\n" + lost) + foot;
}

std::string write_comparison(const Comparison& comparison, Undecided undecided) { return comparison_section(comparison, undecided); }

}  // namespace unblock::reports::markdown
