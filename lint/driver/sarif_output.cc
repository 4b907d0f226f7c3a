#include "lint/driver/sarif_output.h"

#include "lint/checks/list.h"
#include "reports/sarif/source_lines.h"
#include "reports/sarif/writer.h"

namespace unblock::lint {
namespace {

void make_relative(std::string& file, const std::string& folder) {
  if (!folder.empty() && file.starts_with(folder + "/")) file.erase(0, folder.size() + 1);
}

}  // namespace

reports::Findings to_findings(const std::vector<LintFinding>& findings, const std::vector<FileResult>& failed,
                              const std::string& folder) {
  reports::Findings all;
  all.tool = "unblock-lint";
  all.tool_version = UNBLOCK_VERSION;
  for (const CheckEntry& entry : all_checks()) all.rules.push_back({entry.id, entry.summary, check_page(entry.id), entry.severity});
  for (const LintFinding& found : findings) all.findings.push_back(found.finding);
  reports::sarif::add_source_lines(all, "");
  for (reports::Finding& finding : all.findings) {
    make_relative(finding.location.file, folder);
    for (reports::Step& step : finding.chain) make_relative(step.location.file, folder);
  }
  for (const FileResult& result : failed) {
    std::string file = result.file;
    make_relative(file, folder);
    all.failed_files.push_back(file);
  }
  return all;
}

std::string findings_as_sarif(const std::vector<LintFinding>& findings, const std::vector<FileResult>& failed,
                              const std::string& folder) {
  return reports::sarif::write(to_findings(findings, failed, folder));
}

}  // namespace unblock::lint
