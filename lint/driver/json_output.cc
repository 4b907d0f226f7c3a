#include "lint/driver/json_output.h"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "lint/driver/sarif_output.h"
#include "reports/json/parse.h"
#include "reports/sarif/fingerprint.h"

namespace unblock::lint {
namespace {

using Json = nlohmann::ordered_json;

const char* word(reports::Severity severity) { return severity == reports::Severity::error ? "error" : "warning"; }

Json place(const reports::Location& at) { return {{"file", at.file}, {"line", at.line}, {"column", at.column}}; }

Json finding_json(const reports::Finding& finding, const std::string& fingerprint) {
  Json value = {{"check", finding.check}, {"severity", word(finding.severity)}};
  value.update(place(finding.location));
  value["message"] = finding.message;
  if (!finding.instead.empty()) value["instead"] = finding.instead;
  if (finding.incomplete) value["incomplete_parse"] = true;
  value["chain"] = Json::array();
  for (const reports::Step& step : finding.chain) {
    Json each = place(step.location);
    each["message"] = step.message;
    value["chain"].push_back(std::move(each));
  }
  value["fingerprint"] = fingerprint;
  return value;
}

/// One value a line, so that two documents can be compared with diff.
std::string lines(const std::vector<Json>& values) {
  std::string out;
  for (const Json& value : values) out += (out.empty() ? "\n    " : ",\n    ") + reports::json::line(value);
  return out.empty() ? out : out + "\n  ";
}

}  // namespace

std::string findings_as_json(const Outcome& outcome, const std::string& folder) {
  const reports::Findings all = to_findings(outcome, folder);
  std::map<std::string, unsigned> seen;
  std::vector<Json> findings, incomplete, unread;
  for (const reports::Finding& finding : all.findings) findings.push_back(finding_json(finding, reports::sarif::fingerprint(finding, seen)));
  for (std::size_t i = 0; i < outcome.incomplete.size(); ++i) {
    const FileResult& result = outcome.incomplete[i];
    incomplete.push_back({{"file", all.incomplete_files[i]}, {"errors", result.error_count}, {"first", result.errors}, {"functions_left_out", result.left_out}});
  }
  for (std::size_t i = 0; i < outcome.unread.size(); ++i) unread.push_back({{"file", all.failed_files[i]}, {"reason", outcome.unread[i].unread}});
  return fmt::format(
      "{{\n  \"tool\": \"{}\",\n  \"version\": \"{}\",\n  \"files\": {},\n  \"read\": {},\n  \"findings\": [{}],\n  \"incomplete\": [{}],\n  \"unread\": [{}]\n}}\n",
      all.tool, all.tool_version, outcome.files, outcome.done - outcome.unread.size(), lines(findings), lines(incomplete), lines(unread));
}

}  // namespace unblock::lint
