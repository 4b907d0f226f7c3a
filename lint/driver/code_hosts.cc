#include "lint/driver/code_hosts.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "lint/driver/sarif_output.h"
#include "reports/json/parse.h"
#include "reports/sarif/fingerprint.h"
#include "reports/text/clean.h"

namespace unblock::lint {
namespace {

using Json = nlohmann::ordered_json;

/// A command is one line, and its properties end at a comma or a colon.
std::string escaped(const std::string& text, bool is_property) {
  std::string out;
  for (const char c : reports::text::clean(text)) {
    const bool special = c == '%' || c == '\r' || c == '\n' || (is_property && (c == ':' || c == ','));
    if (special) {
      out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      out += c;
    }
  }
  return out;
}

std::string command(const char* level, const reports::Location& at, const std::string& title, const std::string& text) {
  std::string place = fmt::format("file={}", escaped(at.file, true));
  if (at.line != 0) place += fmt::format(",line={},col={}", at.line, at.column);
  return fmt::format("::{} {},title={}::{}\n", level, place, escaped(title, true), escaped(text, false));
}

std::string github_finding(const reports::Finding& finding) {
  std::string text = finding.message;
  for (const reports::Step& step : finding.chain) text += fmt::format("\n{}:{}: {}", step.location.file, step.location.line, step.message);
  if (finding.incomplete) text += "\nfrom a file that does not compile, read as far as it parsed";
  if (!finding.instead.empty()) text += "\ninstead: " + finding.instead;
  return command(finding.severity == reports::Severity::error ? "error" : "warning", finding.location, finding.check, text);
}

Json gitlab_entry(const reports::Finding& finding, const std::string& fingerprint) {
  std::string text = finding.message;
  if (!finding.instead.empty()) text += "; instead: " + finding.instead;
  return {{"description", text},
          {"check_name", finding.check},
          {"fingerprint", fingerprint},
          {"severity", finding.severity == reports::Severity::error ? "major" : "minor"},
          {"location", {{"path", finding.location.file}, {"lines", {{"begin", std::max(1u, finding.location.line)}}}}}};
}

reports::Finding file_as_finding(const char* id, const std::string& file, const std::string& message) {
  reports::Finding finding;
  finding.check = id;
  finding.message = message;
  finding.location.file = file;
  return finding;
}

/// Files with trouble stand among the findings: these formats have no other place for them.
std::vector<reports::Finding> with_files(const Outcome& outcome, const std::string& folder) {
  reports::Findings all = to_findings(outcome, folder);
  for (std::size_t i = 0; i < outcome.unread.size(); ++i) {
    all.findings.push_back(file_as_finding("not-linted", all.failed_files[i], outcome.unread[i].unread));
  }
  for (std::size_t i = 0; i < outcome.incomplete.size(); ++i) {
    all.findings.push_back(file_as_finding("linted-incompletely", all.incomplete_files[i], outcome.incomplete[i].errors.front()));
  }
  return std::move(all.findings);
}

}  // namespace

std::string findings_for_github(const Outcome& outcome, const std::string& folder) {
  std::string out;
  for (const reports::Finding& finding : with_files(outcome, folder)) out += github_finding(finding);
  return out;
}

std::string findings_for_github(const FileResult& result, const std::string& folder) {
  Outcome one;
  one.findings = result.findings;
  if (!result.unread.empty()) one.unread.push_back(result);
  if (result.incomplete()) one.incomplete.push_back(result);
  return findings_for_github(one, folder);
}

std::string findings_for_gitlab(const Outcome& outcome, const std::string& folder) {
  std::string out;
  std::map<std::string, unsigned> seen;
  for (const reports::Finding& finding : with_files(outcome, folder)) {
    out += (out.empty() ? "\n  " : ",\n  ") + reports::json::line(gitlab_entry(finding, reports::sarif::fingerprint(finding, seen)));
  }
  return fmt::format("[{}]\n", out.empty() ? out : out + "\n");
}

}  // namespace unblock::lint
