// Two or more result files: what got faster, what got slower, what is in one of them only, and whether the machines can be
// compared at all. The verdicts are those of the gate.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/compare/phrases.h"
#include "reports/compare/stored.h"
#include "reports/html/charts.h"
#include "reports/html/sections.h"
#include "reports/html/table.h"
#include "reports/summary/pairs.h"
#include "reports/text/quantity.h"

namespace unblock::reports::html {
namespace {

Field verdict_field(const MetricResult& metric) {
  Field field;
  const char* tone = metric.fails() ? "bad-text" : metric.undecided() ? "na-text"
                                               : metric.surely_faster ? "good-text"
                                                                      : "na-text";
  field.content.element("span", {{"class", tone}}, compare::verdict_text(metric));
  return field;
}

/// What fails first, then the largest change.
std::vector<Judged> by_news(const Comparison& comparison) {
  std::vector<Judged> list;
  for (const BenchmarkResult& benchmark : comparison.benchmarks) {
    if (benchmark.state != BenchmarkResult::State::compared) continue;
    for (const MetricResult& metric : benchmark.metrics) list.push_back({&benchmark, &metric});
  }
  std::stable_sort(list.begin(), list.end(), [](const Judged& a, const Judged& b) {
    if (a.metric->fails() != b.metric->fails()) return a.metric->fails();
    return std::abs(a.metric->log_ratio) > std::abs(b.metric->log_ratio);
  });
  return list;
}

Table evidence_table(const std::vector<Judged>& judged) {
  Table table("What is judged, what fails first", {"benchmark", "metric", "base", "now", "change", "interval", "repetitions", "verdict"});
  for (const auto& [benchmark, metric] : judged) {
    if (!metric->by_evidence()) continue;
    table.row({words(benchmark->name), words(compare::metric_text(*metric)), number(compare::value_text(*metric, metric->baseline)),
               number(compare::value_text(*metric, metric->candidate)), number(metric->blocks == 0 ? "–" : compare::change_text(metric->log_ratio)),
               number(compare::interval_text(*metric)), number(std::to_string(metric->blocks)), verdict_field(*metric)});
  }
  return table;
}

Table count_table(const std::vector<Judged>& judged) {
  Table table("Counts that changed", {"benchmark", "count", "base", "now", "verdict"});
  for (const auto& [benchmark, metric] : judged) {
    if (metric->by_evidence() || metric->count.kind == CountVerdict::Kind::same) continue;
    table.row({words(benchmark->name), words(metric->metric), number(compare::value_text(*metric, metric->baseline)),
               number(compare::value_text(*metric, metric->candidate)), verdict_field(*metric)});
  }
  return table;
}

text::Markup notes_of(const Comparison& comparison) {
  text::Markup out;
  if (comparison.notes.empty()) return out;
  out.open("div", {{"class", "doubts"}, {"role", "note"}});
  out.element("p", comparison.other_machine ? "The two runs come from different machines, so that times are not judged."
                                            : "The two runs do not agree on everything around them.");
  out.open("ul");
  for (const std::string& note : comparison.notes) out.element("li", note);
  return out.close("ul").close("div").line();
}

text::Markup not_compared(const Comparison& comparison) {
  text::Markup out;
  const std::vector<std::string> lines = compare::not_compared(comparison);
  if (lines.empty()) return out;
  constexpr std::size_t kMost = 200;
  out.open("details", {{lines.size() <= 10 ? "open" : std::string_view{}, "open"}});
  out.element("summary", text::plural(lines.size(), "benchmark") + " could not be compared").open("ul");
  for (std::size_t i = 0; i < lines.size() && i < kMost; ++i) out.element("li", lines[i]);
  if (lines.size() > kMost) out.element("li", fmt::format("and {} more", lines.size() - kMost));
  return out.close("ul").close("details").line();
}

text::Markup one_comparison(const Run& base, const Run& now, std::size_t number) {
  const Comparison comparison = compare::compare_stored(base, now, {});
  text::Markup out;
  out.element("h3", fmt::format("{} against {}", now.source, base.source)).line();
  out.element("p", {{"class", "said"}}, compare::headline(comparison, Undecided::stays)).line().add(notes_of(comparison));
  const std::vector<Judged> judged = by_news(comparison);
  const Table times = evidence_table(judged), counts = count_table(judged);
  out.add(ratios(judged, times, fmt::format("compare-{}-", number)));
  if (!counts.is_empty()) out.add(counts.markup());
  if (judged.empty()) out.element("p", "No benchmark has a result in both files.");
  out.add(not_compared(comparison)).open("ul", {{"class", "note"}});
  for (const std::string& line : compare::footnotes(comparison)) out.element("li", line);
  return out.close("ul").line();
}

}  // namespace

text::Markup compare_section(const Report& report) {
  const auto pairs = summary::comparable_pairs(report);
  text::Markup out;
  if (pairs.empty()) return out;
  out.open("section", {{"id", "compare"}, {"aria-labelledby", "compare-h"}}).element("h2", {{"id", "compare-h"}}, "Compare").line();
  for (std::size_t i = 0; i < pairs.size(); ++i) out.add(one_comparison(*pairs[i].first, *pairs[i].second, i + 1));
  return out.close("section").line();
}

}  // namespace unblock::reports::html
