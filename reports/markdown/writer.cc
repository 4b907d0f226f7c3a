// GitHub's Markdown. Input text is data: it goes through cell_text(), so it cannot make markup, mentions or links.
#include "reports/markdown/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "reports/summary/comparison.h"
#include "reports/summary/groups.h"
#include "reports/summary/metric.h"
#include "reports/summary/pairs.h"
#include "reports/summary/sentences.h"
#include "reports/text/clean.h"
#include "reports/text/quantity.h"

namespace unblock::reports::markdown {
namespace {

using summary::Change;
using summary::Direction;
using summary::Group;

constexpr std::size_t kMostRows = 60;
constexpr std::size_t kMostText = 300;

/// Escapes what Markdown would read as markup, and breaks @mentions and #links with a zero-width joiner-free entity.
std::string cell_text(const std::string& text) {
  std::string safe;
  for (const char c : text::shortened(text::clean(text), kMostText)) {
    if (c == '\n' || c == '\t') safe += ' ';
    else if (c == '<') safe += "&lt;";
    else if (c == '>') safe += "&gt;";
    else if (c == '&') safe += "&amp;";
    else if (c == '@') safe += "&#64;";
    else if (c == '#') safe += "&#35;";
    else if (std::string_view("\\`*_{}[]()!|~").find(c) != std::string_view::npos) (safe += '\\') += c;
    else safe += c;
  }
  return safe;
}

std::string cell_name(const Cell& cell) {
  return cell_text(cell.placement.empty() ? cell.name : cell.name + " · " + cell.placement);
}

std::string doubts_of(const Run& run) {
  std::map<std::string, std::size_t> verdicts;
  for (const Cell& cell : run.cells) {
    for (const Verdict& verdict : cell.verdicts) ++verdicts[verdict.id];
    if (cell.status == CellStatus::failed) ++verdicts["failed"];
  }
  std::string out;
  if (run.interrupted) out += "- The run was cut short: what is shown was measured, the rest is missing.\n";
  for (const std::string& warning : run.warnings) out += fmt::format("- {}\n", cell_text(warning));
  for (const auto& [id, count] : verdicts) out += fmt::format("- **{}** in {}\n", cell_text(id), text::plural(count, "cell"));
  return out.empty() ? "" : "**Doubts first**\n\n" + out + "\n";
}

std::string fastest_rows(const Run& run) {
  std::string out = "| workload | fastest | time/op | in words |\n|---|---|--:|---|\n";
  std::size_t rows = 0;
  for (const summary::Workload& workload : summary::workloads(run)) {
    for (const Group* group : workload.main_groups()) {
      const std::string said = summary::sentence(*group);
      if (said.empty() || ++rows > kMostRows) continue;
      const Cell& best = *group->cells.front();
      out += fmt::format("| {} {} | {} | {} | {} |\n", cell_text(workload.name), cell_text(group->title), cell_text(summary::label(best)),
                         summary::show(summary::kTime, summary::estimate(best, summary::kTime)), cell_text(said));
    }
  }
  return rows == 0 ? "No cell has a result.\n" : out;
}

std::string detail_row(const Cell& cell) {
  const auto value = [&](const char* metric) {
    return summary::has_metric(cell, metric) ? summary::show(metric, summary::estimate(cell, metric)) : std::string("–");
  };
  if (!summary::has_result(cell)) {
    return fmt::format("| {} | – | – | – | – | {} |\n", cell_name(cell), cell_text(summary::why_not(cell)));
  }
  std::string remarks;
  for (const Verdict& verdict : cell.verdicts) remarks += (remarks.empty() ? "" : ", ") + cell_text(verdict.id);
  return fmt::format("| {} | {} | {} | {} | {} | {} |\n", cell_name(cell), value(summary::kTime), value("cpu_ns_per_op"),
                     value("latency_p99_ns"), value("rss_peak_bytes"), remarks);
}

std::string details_of(const Run& run) {
  std::string out = fmt::format("\n<details><summary>All {}</summary>\n\n| cell | time/op | CPU/op | p99 | memory | remarks |\n"
                                "|---|--:|--:|--:|--:|---|\n", text::plural(run.cells.size(), "cell"));
  for (std::size_t i = 0; i < run.cells.size() && i < kMostRows; ++i) out += detail_row(run.cells[i]);
  if (run.cells.size() > kMostRows) out += fmt::format("\nand {} more\n", run.cells.size() - kMostRows);
  return out + "\n</details>\n\n";
}

std::string changes_of(const Run& base, const Run& now) {
  const summary::Comparison comparison = summary::compare(base, now);
  std::string out = fmt::format("### {} against {}\n\n", cell_text(now.source), cell_text(base.source));
  for (const std::string& difference : comparison.differences) out += fmt::format("- different machines or builds: {}\n", cell_text(difference));
  out += "\n| cell | now ÷ base | 95 % interval | |\n|---|--:|--:|---|\n";
  std::size_t rows = 0, undecided = 0;
  for (const Change& change : comparison.changes) {
    undecided += change.direction == Direction::undecided ? 1 : 0;
    if (change.direction == Direction::undecided || ++rows > kMostRows) continue;
    out += fmt::format("| {} | ×{} | {} to {} | {} |\n", cell_name(*change.now), text::factor(change.ratio.estimate),
                       text::factor(change.ratio.low), text::factor(change.ratio.high),
                       change.direction == Direction::better ? "faster" : "slower");
  }
  return out + fmt::format("\n{} undecided.\n\n", text::plural(undecided, "cell"));
}

const char* word_for(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::note ? "note" : "warning";
}

std::string findings_of(const Findings& findings) {
  std::map<std::string, std::size_t> by_check;
  for (const Finding& finding : findings.findings) ++by_check[finding.check];
  std::string out = fmt::format("### {} of {}\n\n", text::plural(findings.findings.size(), "finding"), cell_text(findings.tool));
  if (!findings.failed_files.empty()) {
    out += fmt::format("{} did not compile and {} not checked.\n\n", text::plural(findings.failed_files.size(), "file"),
                       findings.failed_files.size() == 1 ? "was" : "were");
  }
  if (by_check.empty()) return out;
  out += "| check | findings |\n|---|--:|\n";
  for (const auto& [check, count] : by_check) out += fmt::format("| {} | {} |\n", cell_text(check), count);
  out += "\n<details><summary>Where</summary>\n\n";
  for (std::size_t i = 0; i < findings.findings.size() && i < kMostRows; ++i) {
    const Finding& finding = findings.findings[i];
    out += fmt::format("- {} {}:{} {} ({})\n", word_for(finding.severity), cell_text(finding.location.file), finding.location.line,
                       cell_text(finding.message), cell_text(finding.check));
  }
  if (findings.findings.size() > kMostRows) out += fmt::format("- and {} more\n", findings.findings.size() - kMostRows);
  return out + "\n</details>\n\n";
}

/// Whole sections as long as they fit; what does not fit is named, never cut in the middle.
std::string fitted(const std::vector<std::string>& sections) {
  std::string out;
  std::size_t left_out = 0;
  for (const std::string& section : sections) {
    if (out.size() + section.size() + 200 <= kMostBytes) out += section;
    else ++left_out;
  }
  if (left_out > 0) out += fmt::format("{} too long for this place; the HTML report has everything.\n", text::plural(left_out, "section is", "sections are"));
  return out;
}

}  // namespace

std::string write(const Report& report) {
  std::vector<std::string> sections = {"## Unblock\n\n"};
  for (const Run* run : summary::latest_runs(report)) {
    sections.push_back(fmt::format("### {}\n\n", cell_text(run->source)) + doubts_of(*run) + fastest_rows(*run));
    sections.push_back(details_of(*run));
  }
  for (const auto& [base, now] : summary::comparable_pairs(report)) sections.push_back(changes_of(*base, *now));
  for (const Findings& findings : report.findings) sections.push_back(findings_of(findings));
  return fitted(sections);
}

}  // namespace unblock::reports::markdown
