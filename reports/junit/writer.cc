// `time` is in seconds and is the time per operation; what a cell is judged by beside it stands in its system-out.
#include "reports/junit/writer.h"

#include <fmt/format.h>

#include <map>

#include "reports/compare/findings.h"
#include "reports/compare/stored.h"
#include "reports/junit/comparison.h"
#include "reports/junit/stalls.h"
#include "reports/junit/suite.h"
#include "reports/metrics/headline.h"
#include "reports/metrics/metrics.h"
#include "reports/stalls/join.h"
#include "reports/summary/groups.h"
#include "reports/summary/pairs.h"
#include "reports/text/markup.h"
#include "reports/text/quantity.h"

namespace unblock::reports::junit {
namespace {

using text::Markup;

void add_cell(Suite& suite, const Cell& cell) {
  Markup inside;
  const std::string name = cell.placement.empty() ? cell.name : cell.name + " " + cell.placement;
  if (cell.status == CellStatus::not_applicable) suite.skip(inside, cell.reason);
  else if (cell.status == CellStatus::failed) suite.error(inside, cell.reason, "failed", cell.reason);
  else if (!has_result(cell)) suite.failure(inside, why_not(cell), "withheld", why_not(cell));
  std::string said;
  if (const auto label = cell.configuration.find("label"); label != cell.configuration.end()) said += "label: " + label->second + "\n";
  const std::string headline = metrics::headline(cell);
  if (has_result(cell) && headline != metrics::kTime && has_metric(cell, headline)) {
    said += fmt::format("{}: {}\n", metrics::meaning(headline).label, metrics::show(headline, estimate(cell, headline)));
  }
  for (const Verdict& verdict : cell.verdicts) said += verdict.id + ": " + verdict.text + "\n";
  if (!said.empty()) inside.element("system-out", said);
  suite.add(cell.workload, name, has_result(cell) ? estimate(cell, metrics::kTime) / 1e9 : 0, inside);
}

std::string chain_text(const Finding& finding) {
  std::string text = fmt::format("{}:{}:{}: {}\n", finding.location.file, finding.location.line, finding.location.column, finding.message);
  for (const Step& step : finding.chain) text += fmt::format("  {}:{}: {}\n", step.location.file, step.location.line, step.message);
  if (!finding.instead.empty()) text += "Instead: " + finding.instead + "\n";
  return text;
}

/// What each finding cost in the watched runs, in words.
using Prices = std::map<const Finding*, std::string>;

Prices prices_of(const Report& report) {
  Prices prices;
  if (report.stalls.empty()) return prices;
  for (const stalls::Price& price : stalls::join(report.findings, report.stalls).prices) prices[price.finding] = stalls::price_text(price) + "\n";
  return prices;
}

Suite findings_suite(const Findings& findings, const Prices& prices) {
  Suite suite{.name = findings.tool};
  for (const Finding& finding : findings.findings) {
    Markup inside;
    const auto price = prices.find(&finding);
    const std::string told = chain_text(finding) + (price == prices.end() ? "" : price->second);
    if (finding.baseline_state == "unchanged" && findings.base) {
      suite.skip(inside, fmt::format("known already in {}: {}", findings.base->source, finding.message));
    } else if (finding.severity == Severity::note) {
      inside.element("system-out", told);
    } else {
      suite.failure(inside, finding.message, finding.severity == Severity::error ? "error" : "warning", told);
    }
    suite.add(finding.check, fmt::format("{}:{}", finding.location.file, finding.location.line), 0, inside, finding.location.file);
  }
  for (const std::string& file : findings.failed_files) {
    Markup inside;
    suite.error(inside, "did not compile, so it was not checked", "did-not-compile", file);
    suite.add("did-not-compile", file, 0, inside, file);
  }
  for (const std::string& failure : findings.failures) {
    Markup inside;
    suite.error(inside, failure, "run-failed", failure);
    suite.add("lint", "the run of " + findings.tool, 0, inside);
  }
  if (findings.base) suite.said = compare::findings_headline(findings);
  if (suite.tests == 0) suite.add("lint", "no findings", 0, {});
  return suite;
}

}  // namespace

std::string write(const Report& report) {
  std::vector<Suite> suites;
  for (const Run* run : summary::latest_runs(report)) {
    suites.push_back({.name = run->source});
    for (const Cell& cell : run->cells) add_cell(suites.back(), cell);
  }
  for (const auto& [base, now] : summary::comparable_pairs(report)) {
    suites.push_back(comparison_suite(compare::compare_stored(*base, *now, {}), Undecided::stays, now->source + " against " + base->source));
  }
  const Prices prices = prices_of(report);
  for (const Findings& findings : report.findings) suites.push_back(findings_suite(findings, prices));
  for (const Stalls& stalls : report.stalls) suites.push_back(stalls_suite(stalls));
  return document(suites);
}

}  // namespace unblock::reports::junit
