// GitHub's Markdown. Input text is data: it goes through plain(), so it cannot make markup, mentions or links.
#include "reports/markdown/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "reports/compare/findings.h"
#include "reports/compare/stored.h"
#include "reports/markdown/comparison.h"
#include "reports/markdown/stalls.h"
#include "reports/markdown/text.h"
#include "reports/metrics/headline.h"
#include "reports/metrics/metrics.h"
#include "reports/summary/groups.h"
#include "reports/summary/pairs.h"
#include "reports/summary/sentences.h"
#include "reports/summary/standing.h"
#include "reports/text/clean.h"
#include "reports/text/quantity.h"

namespace unblock::reports::markdown {
namespace {

using summary::Group;

constexpr std::size_t kMostRows = 60;

/// With what the program said of it (SetLabel): two rows may differ in nothing else.
std::string cell_name(const Cell& cell) {
  const auto label = cell.configuration.find("label");
  const std::string name = cell.placement.empty() ? cell.name : cell.name + " · " + cell.placement;
  return plain(label == cell.configuration.end() ? name : fmt::format("{} ({})", name, label->second));
}

std::string doubts_of(const Run& run) {
  std::map<std::string, std::size_t> verdicts;
  for (const Cell& cell : run.cells) {
    for (const Verdict& verdict : cell.verdicts) ++verdicts[verdict.id];
    if (cell.status == CellStatus::failed) ++verdicts["failed"];
  }
  std::string out;
  if (run.interrupted) out += "- The run was cut short: what is shown was measured, the rest is missing.\n";
  for (const std::string& warning : run.warnings) out += fmt::format("- {}\n", plain(warning));
  for (const auto& [id, count] : verdicts) out += fmt::format("- **{}** in {}\n", plain(id), text::plural(count, "cell"));
  return out.empty() ? "" : "**Doubts first**\n\n" + out + "\n";
}

/// The best of a group by what it is judged by; several where the rounds do not tell them apart.
std::string best_of(const Group& group) {
  std::string names;
  for (const summary::Standing& one : summary::standings(group).cells) {
    if (one.rank == 1) names += (names.empty() ? "" : ", ") + summary::label(*one.cell);
  }
  return names.empty() ? "–" : names;
}

std::string ranking_rows(const Run& run) {
  std::string out = "| workload | best | judged by | value | in words |\n|---|---|---|--:|---|\n";
  std::size_t rows = 0;
  for (const summary::Workload& workload : summary::workloads(run)) {
    for (const Group* group : workload.main_groups()) {
      const std::string said = summary::sentence(*group);
      if (said.empty() || ++rows > kMostRows) continue;
      const bool ranked = !group->metric.empty();
      out += fmt::format("| {} {} | {} | {} | {} | {} |\n", plain(workload.name), plain(group->title), plain(best_of(*group)),
                         ranked ? plain(metrics::meaning(group->metric).label) : "–",
                         ranked ? metrics::show(group->metric, estimate(*group->cells.front(), group->metric)) : "–", plain(said));
    }
  }
  return rows == 0 ? "No cell has a result.\n" : out;
}

std::string detail_row(const Cell& cell) {
  const auto value = [&](const char* metric) {
    return has_metric(cell, metric) && metrics::carried(cell, metric) ? metrics::show(metric, estimate(cell, metric)) : std::string("–");
  };
  if (!has_result(cell)) {
    return fmt::format("| {} | – | – | – | – | {} |\n", cell_name(cell), plain(why_not(cell)));
  }
  std::string remarks = unsettled(cell) ? "no round counts" : "";
  for (const Verdict& verdict : cell.verdicts) remarks += (remarks.empty() ? "" : ", ") + plain(verdict.id);
  return fmt::format("| {} | {} | {} | {} | {} | {} |\n", cell_name(cell), value(metrics::kTime), value("cpu_ns_per_op"),
                     value("latency_p99_ns"), value("rss_peak_bytes"), remarks);
}

std::string details_of(const Run& run) {
  std::string out = fmt::format(
      "\n<details><summary>All {}</summary>\n\n| cell | time/op | CPU/op | p99 | memory | remarks |\n"
      "|---|--:|--:|--:|--:|---|\n",
      text::plural(run.cells.size(), "cell"));
  for (std::size_t i = 0; i < run.cells.size() && i < kMostRows; ++i) out += detail_row(run.cells[i]);
  if (run.cells.size() > kMostRows) out += fmt::format("\nand {} more\n", run.cells.size() - kMostRows);
  return out + "\n</details>\n\n";
}

const char* word_for(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::note ? "note"
                                                                            : "warning";
}

using List = std::vector<const Finding*>;

List pointers_to(const std::vector<Finding>& findings) {
  List list;
  for (const Finding& finding : findings) list.push_back(&finding);
  return list;
}

List new_first(const Findings& findings) {
  List list = pointers_to(findings.findings);
  std::stable_partition(list.begin(), list.end(), [](const Finding* one) { return one->baseline_state == "new"; });
  return list;
}

std::string folded(const char* title, const List& list) {
  if (list.empty()) return {};
  std::string out = fmt::format("\n<details><summary>{}</summary>\n\n", title);
  for (std::size_t i = 0; i < list.size() && i < kMostRows; ++i) {
    const Finding& finding = *list[i];
    out += fmt::format("- {}{} {}:{} {} ({})\n", finding.baseline_state == "new" ? "**new** " : "", word_for(finding.severity), plain(finding.location.file),
                       finding.location.line, plain(finding.message), plain(finding.check));
  }
  if (list.size() > kMostRows) out += fmt::format("- and {} more\n", list.size() - kMostRows);
  return out + "\n</details>\n\n";
}

std::string findings_of(const Findings& findings) {
  std::map<std::string, std::size_t> by_check;
  for (const Finding& finding : findings.findings) ++by_check[finding.check];
  std::string out = fmt::format("### {}: {}\n\n", plain(findings.tool), compare::findings_headline(findings));
  if (findings.base) out += fmt::format("Compared with {}.\n\n", plain(findings.base->source));
  for (const std::string& note : compare::findings_notes(findings)) out += "- " + plain(note, 1000) + "\n";
  if (!findings.failed_files.empty()) {
    out += fmt::format("{} did not compile and {} not checked.\n\n", text::plural(findings.failed_files.size(), "file"),
                       findings.failed_files.size() == 1 ? "was" : "were");
  }
  for (const std::string& failure : findings.failures) out += fmt::format("**The run failed**, so that what it found is not all: {}\n\n", plain(failure, 1000));
  if (!by_check.empty()) out += "| check | findings |\n|---|--:|\n";
  for (const auto& [check, count] : by_check) out += fmt::format("| {} | {} |\n", plain(check), count);
  return out + folded("Where", new_first(findings)) + (findings.base ? folded("Fixed", pointers_to(findings.base->fixed)) : "");
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
    sections.push_back(fmt::format("### {}\n\n", plain(run->source)) + doubts_of(*run) + ranking_rows(*run));
    sections.push_back(details_of(*run));
  }
  for (const auto& [base, now] : summary::comparable_pairs(report)) {
    sections.push_back(comparison_section(compare::compare_stored(*base, *now, {}), Undecided::stays, kMostBytes / 2));
  }
  sections.push_back(prices_section(report));
  for (const Stalls& stalls : report.stalls) sections.push_back(stalls_section(stalls));
  for (const Findings& findings : report.findings) sections.push_back(findings_of(findings));
  return fitted(sections);
}

}  // namespace unblock::reports::markdown
