#include "lint/driver/sarif_output.h"

#include <iterator>
#include <utility>

#include "lint/checks/list.h"
#include "reports/sarif/source_lines.h"
#include "reports/sarif/writer.h"

namespace unblock::lint {
namespace {

void make_relative(std::string& file, const std::string& folder) {
  if (!folder.empty() && file.starts_with(folder + "/")) file.erase(0, folder.size() + 1);
}

std::string relative(std::string file, const std::string& folder) {
  make_relative(file, folder);
  return file;
}

}  // namespace

reports::Findings to_findings(const Outcome& outcome, const std::string& folder) {
  reports::Findings all;
  all.tool = "unblock-lint";
  all.tool_version = UNBLOCK_VERSION;
  const std::string pages = UNBLOCK_PAGES_URL;
  for (const CheckEntry& entry : all_checks()) {
    const std::string uri = pages.empty() ? "" : pages + "/lint/checks/" + entry.folder + "/README.md";
    all.rules.push_back({entry.id, entry.summary, check_page(entry.id), entry.severity, uri});
  }
  for (const LintFinding& found : outcome.findings) all.findings.push_back(found.finding);
  reports::sarif::add_source_lines(all, "");
  for (reports::Finding& finding : all.findings) {
    make_relative(finding.location.file, folder);
    for (reports::Step& step : finding.chain) make_relative(step.location.file, folder);
    for (reports::Edit& edit : finding.fix) {
      make_relative(edit.begin.file, folder);
      make_relative(edit.end.file, folder);
    }
  }
  for (const FileResult& result : outcome.unread) all.failed_files.push_back(relative(result.file, folder));
  for (const FileResult& result : outcome.incomplete) all.incomplete_files.push_back(relative(result.file, folder));
  return all;
}

/// Here a program compares, so the known ones are there too.
std::string findings_as_sarif(const Outcome& outcome, const std::string& folder) {
  Outcome all = outcome;
  std::move(all.known.begin(), all.known.end(), std::back_inserter(all.findings));
  return reports::sarif::write(to_findings(all, folder));
}

}  // namespace unblock::lint
