// The elements and attributes that Jenkins, GitLab, GitHub's reporters and Azure agree on:
// https://github.com/testmoapp/junitxml. `time` is in seconds and is the time per operation.
#include "reports/junit/writer.h"

#include <fmt/format.h>

#include "reports/summary/comparison.h"
#include "reports/summary/groups.h"
#include "reports/summary/metric.h"
#include "reports/summary/pairs.h"
#include "reports/text/markup.h"
#include "reports/text/quantity.h"

namespace unblock::reports::junit {
namespace {

using text::Markup;

struct Suite {
  std::string name;
  Markup cases;
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
};

void add_case(Suite& suite, const std::string& class_name, const std::string& name, double seconds, const Markup& inside,
              const std::string& file = "") {
  ++suite.tests;
  suite.cases.open("testcase", {{"classname", class_name}, {"name", name}, {"time", fmt::format("{:.9f}", seconds)},
                                text::optional_attribute("file", file)});
  suite.cases.add(inside).close("testcase").line();
}

void add_cell(Suite& suite, const Cell& cell) {
  Markup inside;
  const std::string name = cell.placement.empty() ? cell.name : cell.name + " " + cell.placement;
  if (cell.status == CellStatus::not_applicable) {
    inside.empty("skipped", {{"message", cell.reason}});
    ++suite.skipped;
  } else if (cell.status == CellStatus::failed) {
    inside.element("error", {{"message", cell.reason}, {"type", "failed"}}, cell.reason);
    ++suite.errors;
  } else if (!summary::has_result(cell)) {
    inside.element("failure", {{"message", summary::why_not(cell)}, {"type", "withheld"}}, summary::why_not(cell));
    ++suite.failures;
  }
  std::string doubts;
  for (const Verdict& verdict : cell.verdicts) doubts += verdict.id + ": " + verdict.text + "\n";
  if (!doubts.empty()) inside.element("system-out", doubts);
  const double seconds = summary::has_result(cell) ? summary::estimate(cell, summary::kTime) / 1e9 : 0;
  add_case(suite, cell.workload, name, seconds, inside);
}

Suite changes_suite(const Run& base, const Run& now) {
  Suite suite{now.source + " against " + base.source, {}, 0, 0, 0, 0};
  for (const summary::Change& change : summary::compare(base, now).changes) {
    Markup inside;
    if (change.direction == summary::Direction::worse) {
      const std::string said = fmt::format("takes ×{} the time, 95 % interval {} to {}", text::factor(change.ratio.estimate),
                                           text::factor(change.ratio.low), text::factor(change.ratio.high));
      inside.element("failure", {{"message", said}, {"type", "slower"}}, said);
      ++suite.failures;
    }
    const Cell& cell = *change.now;
    const std::string name = cell.placement.empty() ? cell.name : cell.name + " " + cell.placement;
    add_case(suite, "compare." + cell.workload, name, 0, inside);
  }
  return suite;
}

std::string chain_text(const Finding& finding) {
  std::string text = fmt::format("{}:{}:{}: {}\n", finding.location.file, finding.location.line, finding.location.column, finding.message);
  for (const Step& step : finding.chain) text += fmt::format("  {}:{}: {}\n", step.location.file, step.location.line, step.message);
  if (!finding.instead.empty()) text += "Instead: " + finding.instead + "\n";
  return text;
}

Suite findings_suite(const Findings& findings) {
  Suite suite{findings.tool, {}, 0, 0, 0, 0};
  for (const Finding& finding : findings.findings) {
    Markup inside;
    if (finding.severity == Severity::note) {
      inside.element("system-out", chain_text(finding));
    } else {
      inside.element("failure", {{"message", finding.message}, {"type", finding.severity == Severity::error ? "error" : "warning"}}, chain_text(finding));
      ++suite.failures;
    }
    add_case(suite, finding.check, fmt::format("{}:{}", finding.location.file, finding.location.line), 0, inside, finding.location.file);
  }
  for (const std::string& file : findings.failed_files) {
    Markup inside;
    inside.element("error", {{"message", "did not compile, so it was not checked"}, {"type", "did-not-compile"}}, file);
    ++suite.errors;
    add_case(suite, "did-not-compile", file, 0, inside, file);
  }
  if (suite.tests == 0) add_case(suite, "lint", "no findings", 0, {});
  return suite;
}

Markup suite_xml(const Suite& suite) {
  Markup out;
  out.open("testsuite", {{"name", suite.name}, {"tests", std::to_string(suite.tests)}, {"failures", std::to_string(suite.failures)},
                         {"errors", std::to_string(suite.errors)}, {"skipped", std::to_string(suite.skipped)}, {"time", "0"}});
  return out.line().add(suite.cases).close("testsuite").line();
}

}  // namespace

std::string write(const Report& report) {
  std::vector<Suite> suites;
  for (const Run* run : summary::latest_runs(report)) {
    suites.push_back({run->source, {}, 0, 0, 0, 0});
    for (const Cell& cell : run->cells) add_cell(suites.back(), cell);
  }
  for (const auto& [base, now] : summary::comparable_pairs(report)) suites.push_back(changes_suite(*base, *now));
  for (const Findings& findings : report.findings) suites.push_back(findings_suite(findings));
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
  Markup inside;
  for (const Suite& suite : suites) {
    inside.add(suite_xml(suite));
    tests += suite.tests;
    failures += suite.failures;
    errors += suite.errors;
    skipped += suite.skipped;
  }
  Markup out;
  out.trusted("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  out.open("testsuites", {{"name", "unblock"}, {"tests", std::to_string(tests)}, {"failures", std::to_string(failures)},
                          {"errors", std::to_string(errors)}, {"skipped", std::to_string(skipped)}});
  return out.line().add(inside).close("testsuites").line().str();
}

}  // namespace unblock::reports::junit
