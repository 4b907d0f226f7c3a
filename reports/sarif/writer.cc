// One result a line, so that two logs can be compared with diff.
#include "reports/sarif/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "reports/json/parse.h"
#include "reports/sarif/fingerprint.h"
#include "reports/sarif/uri.h"

namespace unblock::reports::sarif {
namespace {

using Json = nlohmann::ordered_json;
using json::line;

constexpr char kSchemaUri[] = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

const char* level(Severity severity) {
  switch (severity) {
    case Severity::note: return "note";
    case Severity::error: return "error";
    case Severity::warning: break;
  }
  return "warning";
}

std::string joined(const std::vector<std::string>& lines) { return fmt::format("{}\n", fmt::join(lines, "\n")); }

Json physical_location(const Location& location, const std::vector<std::string>& source, unsigned first_line) {
  Json artifact = {{"uri", uri_of(location.file)}};
  if (location.file.rfind('/', 0) != 0) artifact["uriBaseId"] = "%SRCROOT%";
  Json place = {{"artifactLocation", artifact}};
  if (location.line > 0) {
    place["region"] = {{"startLine", location.line}};
    if (location.column > 0) place["region"]["startColumn"] = location.column;
    if (!source.empty() && first_line > 0) {
      place["contextRegion"] = {{"startLine", first_line},
                                {"endLine", first_line + source.size() - 1},
                                {"snippet", {{"text", joined(source)}}}};
    }
  }
  return place;
}

Json code_flow(const std::vector<Step>& chain) {
  Json steps = Json::array();
  for (const Step& step : chain) {
    steps.push_back({{"location",
                      {{"physicalLocation", physical_location(step.location, step.source, step.source_first_line)},
                       {"message", {{"text", step.message}}}}}});
  }
  return {{"threadFlows", Json::array({{{"locations", steps}}})}};
}

/// The edits of one fix, one change for each file.
Json fix_json(const std::vector<Edit>& edits) {
  Json changes = Json::array();
  for (const Edit& edit : edits) {
    const Json artifact = physical_location(edit.begin, {}, 0)["artifactLocation"];
    if (changes.empty() || changes.back()["artifactLocation"] != artifact) changes.push_back({{"artifactLocation", artifact}, {"replacements", Json::array()}});
    changes.back()["replacements"].push_back({{"deletedRegion", {{"startLine", edit.begin.line}, {"startColumn", edit.begin.column}, {"endLine", edit.end.line}, {"endColumn", edit.end.column}}},
                                              {"insertedContent", {{"text", edit.text}}}});
  }
  return {{"artifactChanges", changes}};
}

Json result_json(const Finding& finding, const std::map<std::string, std::size_t>& rule_index,
                 const std::string& fingerprint) {
  Json result = {{"ruleId", finding.check}};
  const auto rule = rule_index.find(finding.check);
  if (rule != rule_index.end()) result["ruleIndex"] = rule->second;
  result["level"] = level(finding.severity);
  result["message"] = {{"text", finding.message}};
  if (!finding.location.file.empty()) {
    result["locations"] = Json::array({{{"physicalLocation", physical_location(finding.location, finding.source,
                                                                               finding.source_first_line)}}});
  }
  if (!finding.chain.empty()) result["codeFlows"] = Json::array({code_flow(finding.chain)});
  if (!finding.fix.empty()) result["fixes"] = Json::array({fix_json(finding.fix)});
  if (!finding.baseline_state.empty()) result["baselineState"] = finding.baseline_state;
  result["partialFingerprints"] = {{"unblock/v1", fingerprint}};
  if (!finding.instead.empty()) result["properties"]["instead"] = finding.instead;
  if (finding.incomplete) result["properties"]["incompleteParse"] = true;
  return result;
}

Json rule_json(const Rule& rule) {
  Json value = {{"id", rule.id}};
  if (!rule.summary.empty()) value["shortDescription"] = value["fullDescription"] = {{"text", rule.summary}};
  if (!rule.help_uri.empty()) value["helpUri"] = rule.help_uri;
  if (!rule.help.empty()) value["help"] = {{"text", rule.help}, {"markdown", rule.help}};
  value["defaultConfiguration"] = {{"level", level(rule.severity)}};
  return value;
}

Json notification(const char* id, const char* level, const char* text, const std::string& file) {
  return {{"descriptor", {{"id", id}}},
          {"level", level},
          {"message", {{"text", text}}},
          {"locations", Json::array({{{"physicalLocation", physical_location({file, 0, 0}, {}, 0)}}})}};
}

Json invocation(const Findings& findings) {
  Json notifications = Json::array();
  for (const std::string& file : findings.failed_files) {
    notifications.push_back(notification("did-not-compile", "error", "could not be read, so it was not checked", file));
  }
  for (const std::string& file : findings.incomplete_files) {
    notifications.push_back(notification("read-incompletely", "warning", "did not compile, so it was checked as far as it parsed", file));
  }
  for (const std::string& failure : findings.failures) notifications.push_back({{"level", "error"}, {"message", {{"text", failure}}}});
  return {{"executionSuccessful", findings.failed_files.empty() && findings.failures.empty()}, {"toolExecutionNotifications", notifications}};
}

std::string run_text(const Findings& findings) {
  std::vector<std::string> rules, results;
  std::map<std::string, std::size_t> rule_index;
  for (const Rule& rule : findings.rules) {
    if (rule_index.try_emplace(rule.id, rules.size()).second) rules.push_back(line(rule_json(rule)));
  }
  const auto add = [&](const std::vector<Finding>& list, const char* state) {
    std::map<std::string, unsigned> seen;
    for (const Finding& finding : list) {
      const std::string made = fingerprint(finding, seen);
      Json result = result_json(finding, rule_index, finding.fingerprint.empty() ? made : finding.fingerprint);
      if (*state != 0) result["baselineState"] = state;
      results.push_back(line(result));
    }
  };
  add(findings.findings, "");
  if (findings.base) add(findings.base->fixed, "absent");
  Json driver = {{"name", findings.tool.empty() ? "unknown" : findings.tool}};
  if (!findings.tool_version.empty()) driver["version"] = findings.tool_version;
  std::string opened_driver = line(driver);
  opened_driver.pop_back();
  return fmt::format(
      "{{\n    \"tool\": {{\"driver\": {}, \"rules\": [\n      {}\n    ]}}}},\n    \"columnKind\": "
      "\"unicodeCodePoints\",\n    \"invocations\": [{}],\n    \"results\": [\n      {}\n    ]\n  }}",
      opened_driver, fmt::join(rules, ",\n      "), line(invocation(findings)), fmt::join(results, ",\n      "));
}

}  // namespace

std::string write(const Findings& findings) { return write(std::vector<Findings>{findings}); }

std::string write(const std::vector<Findings>& runs) {
  std::vector<std::string> texts;
  for (const Findings& findings : runs) texts.push_back(run_text(findings));
  return fmt::format("{{\n  \"$schema\": \"{}\",\n  \"version\": \"2.1.0\",\n  \"runs\": [{}]\n}}\n", kSchemaUri,
                     fmt::join(texts, ", "));
}

}  // namespace unblock::reports::sarif
