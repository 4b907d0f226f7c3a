// The parts of the page, one file each.
#pragma once

#include <string>
#include <vector>

#include "reports/html/guide.h"
#include "reports/model/report.h"
#include "reports/summary/groups.h"
#include "reports/text/markup.h"

namespace unblock::reports::html {

/// One result file with the names that the page gives it.
struct Shown {
  const Run* run;
  std::string prefix;  ///< for ids: empty for the only run, "r2-" for the second
};

/// An entry of the table of contents.
struct Entry {
  std::string id;
  std::string title;
  unsigned level = 1;
};

text::Markup overview(const Report& report, const std::vector<Shown>& shown);
/// Up to four verdicts of the first run and of the findings.
text::Markup tiles(const Report& report, const std::vector<Shown>& shown);
/// One line that opens.
text::Markup doubts(const std::vector<Shown>& shown);
text::Markup highlights(const std::vector<summary::Workload>& workloads, const std::string& prefix);
/// Workloads in rows, runtimes in columns, the best first. A foreign suite has no runtimes to set against each other.
text::Markup matrix(const std::vector<summary::Workload>& workloads, const std::string& prefix);
text::Markup environment(const std::vector<Shown>& shown);
/// The workloads of one run; adds to the table of contents and to the chapters that the page needs.
text::Markup workload_sections(const Shown& shown, std::vector<Entry>& contents, std::vector<const Chapter*>& chapters);
text::Markup compare_section(const Report& report);
text::Markup history_section(const std::vector<HistoryPoint>& history);
/// What findings cost in watched runs puts the dearest files and findings first.
text::Markup findings_section(const std::vector<Findings>& all, const std::vector<Stalls>& stalls, std::vector<const Chapter*>& chapters);

void want(std::vector<const Chapter*>& chapters, const Chapter* chapter);

}  // namespace unblock::reports::html
