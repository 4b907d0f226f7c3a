// SARIF leaves nearly everything optional, so nearly everything missing is tolerated: what stays is what can be shown.
#include "reports/sarif/reader.h"

#include <fmt/format.h>

#include <functional>
#include <map>

#include "reports/json/parse.h"
#include "reports/model/error.h"
#include "reports/sarif/fingerprint.h"
#include "reports/sarif/rules.h"
#include "reports/sarif/uri.h"

namespace unblock::reports::sarif {
namespace {

using Value = nlohmann::json;
using unblock::reports::json::array_at;
using unblock::reports::json::number_at;
using unblock::reports::json::object_at;
using unblock::reports::json::flag_at;
using unblock::reports::json::text_at;

unsigned line_number(const Value& region, const char* key) {
  const double value = number_at(region, key);
  return value >= 1 && value < 4e9 ? static_cast<unsigned>(value) : 0;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  while (begin < text.size()) {
    std::size_t end = text.find('\n', begin);
    if (end == std::string::npos) end = text.size();
    const bool returns = end > begin && text[end - 1] == '\r';
    lines.push_back(text.substr(begin, end - begin - (returns ? 1 : 0)));
    begin = end + 1;
  }
  return lines;
}

struct Place {
  Location location;
  std::vector<std::string> source;
  unsigned first_line = 0;
};

/// The URI behind its base, which may have a base itself (SARIF 2.1.0, 3.14.14). What is absolute needs none.
std::string resolved(const Value& artifact, const Value& run) {
  constexpr int kDeepest = 10;
  std::string uri = text_at(artifact, "uri"), base = text_at(artifact, "uriBaseId");
  for (int depth = 0; depth < kDeepest && !base.empty() && uri.find("://") == std::string::npos && !uri.starts_with('/'); ++depth) {
    const Value& entry = object_at(object_at(run, "originalUriBaseIds"), base.c_str());
    const std::string front = text_at(entry, "uri");
    uri = front + (front.empty() || front.ends_with('/') ? "" : "/") + uri;
    base = text_at(entry, "uriBaseId");
  }
  return uri;
}

/// Files may be given in place or by index into run.artifacts.
std::string file_of(const Value& physical, const Value& run) {
  const Value& artifact = object_at(physical, "artifactLocation");
  if (!text_at(artifact, "uri").empty()) return path_of(resolved(artifact, run));
  const Value& artifacts = array_at(run, "artifacts");
  const double index = number_at(artifact, "index", -1);
  if (index < 0 || index >= static_cast<double>(artifacts.size())) return "";
  const Value& entry = artifacts[static_cast<std::size_t>(index)];
  return entry.is_object() ? path_of(resolved(object_at(entry, "location"), run)) : "";
}

Place place_of(const Value& location, const Value& run) {
  const Value& physical = object_at(location, "physicalLocation");
  const Value& region = object_at(physical, "region");
  Place place;
  place.location = {file_of(physical, run), line_number(region, "startLine"), line_number(region, "startColumn")};
  const Value& context = object_at(physical, "contextRegion");
  const Value& shown = context.contains("snippet") ? context : region;
  place.source = lines_of(text_at(object_at(shown, "snippet"), "text"));
  place.first_line = place.source.empty() ? 0 : line_number(shown, "startLine");
  if (place.first_line == 0) place.source.clear();
  return place;
}

std::vector<Step> steps_of(const Value& locations, const Value& run) {
  std::vector<Step> steps;
  for (const Value& entry : locations) {
    if (!entry.is_object()) continue;
    const Value& location = entry.contains("location") ? object_at(entry, "location") : entry;
    Place place = place_of(location, run);
    Step step{place.location, text_at(object_at(location, "message"), "text"), std::move(place.source), place.first_line};
    if (!step.location.file.empty() || !step.message.empty()) steps.push_back(std::move(step));
  }
  return steps;
}

const Value& first_object(const Value& list) {
  static const Value kEmpty = Value::object();
  return !list.empty() && list.front().is_object() ? list.front() : kEmpty;
}

/// The first thread of the first flow; clang's SARIF has related locations instead.
std::vector<Step> chain_of(const Value& result, const Value& run) {
  const Value& thread = first_object(array_at(first_object(array_at(result, "codeFlows")), "threadFlows"));
  std::vector<Step> steps = steps_of(array_at(thread, "locations"), run);
  return steps.empty() ? steps_of(array_at(result, "relatedLocations"), run) : steps;
}

/// The first fix. A region without an end deletes nothing.
std::vector<Edit> fix_of(const Value& result, const Value& run) {
  std::vector<Edit> edits;
  for (const Value& change : array_at(first_object(array_at(result, "fixes")), "artifactChanges")) {
    if (!change.is_object()) continue;
    const std::string file = file_of(change, run);
    for (const Value& part : array_at(change, "replacements")) {
      if (!part.is_object()) continue;
      const Value& region = object_at(part, "deletedRegion");
      const Location begin{file, line_number(region, "startLine"), line_number(region, "startColumn")};
      Location end{file, line_number(region, "endLine"), line_number(region, "endColumn")};
      if (begin.line == 0 || begin.column == 0) return {};  // counted in another way than by lines
      if (end.line == 0) end.line = begin.line;
      if (end.column == 0) end.column = begin.column;
      edits.push_back({begin, end, text_at(object_at(part, "insertedContent"), "text")});
    }
  }
  return edits;
}

bool is_open(const Value& result) {
  // What is not known to be fine stays.
  const std::string kind = text_at(result, "kind");
  if (kind == "pass" || kind == "notApplicable" || kind == "informational") return false;
  if (text_at(result, "baselineState") == "absent") return false;
  for (const Value& suppression : array_at(result, "suppressions")) {
    if (!suppression.is_object() || text_at(suppression, "status", "accepted") == "accepted") return false;
  }
  return true;
}

Finding finding_of(const Value& result, const Value& run, const RuleBook& book) {
  Finding finding;
  const RuleBook::Entry* rule = book.find(result);
  finding.check = rule != nullptr ? rule->rule.id : text_at(result, "ruleId", "unnamed");
  const Severity usual = rule != nullptr ? rule->rule.severity : Severity::warning;
  finding.severity = severity_of(text_at(result, "level"), usual);
  finding.message = message_text(object_at(result, "message"), rule);
  Place place = place_of(first_object(array_at(result, "locations")), run);
  finding.location = place.location;
  finding.source = std::move(place.source);
  finding.source_first_line = place.first_line;
  finding.chain = chain_of(result, run);
  finding.fix = fix_of(result, run);
  finding.instead = text_at(object_at(result, "properties"), "instead");
  if (const std::string state = text_at(result, "baselineState"); state == "new" || state == "unchanged") finding.baseline_state = state;
  finding.incomplete = flag_at(object_at(result, "properties"), "incompleteParse");
  finding.fingerprint = text_at(object_at(result, "partialFingerprints"), "unblock/v1");
  return finding;
}

/// What the tool says of its own failure, at most three sentences of it.
std::string failure_text(const Value& invocation) {
  std::string text;
  int told = 0;
  for (const Value& note : array_at(invocation, "toolExecutionNotifications")) {
    if (!note.is_object() || text_at(note, "level", "warning") != "error" || ++told > 3) continue;
    text += (text.empty() ? "" : "; ") + text_at(object_at(note, "message"), "text");
  }
  return text;
}

void read_failures(const Value& run, const std::string& tool, Findings& all) {
  for (const Value& invocation : array_at(run, "invocations")) {
    if (!invocation.is_object()) continue;
    bool names_files = false;
    for (const Value& note : array_at(invocation, "toolExecutionNotifications")) {
      if (!note.is_object()) continue;
      const std::string id = text_at(object_at(note, "descriptor"), "id");
      const std::string file = file_of(object_at(first_object(array_at(note, "locations")), "physicalLocation"), run);
      if (id != "did-not-compile" && id != "read-incompletely") continue;
      if (!file.empty()) (id == "did-not-compile" ? all.failed_files : all.incomplete_files).push_back(file);
      names_files = names_files || id == "did-not-compile";
    }
    const auto successful = invocation.find("executionSuccessful");
    if (names_files || successful == invocation.end() || successful->is_boolean() == false || successful->get<bool>()) continue;
    const std::string why = failure_text(invocation);
    all.failures.push_back(fmt::format("{} did not end well (exit code {:.0f}){}{}", tool, number_at(invocation, "exitCode"), why.empty() ? "" : ": ", why));
  }
}

void read_run(const Value& run, Findings& all) {
  const Value& tool = object_at(run, "tool");
  const Value& driver = object_at(tool, "driver");
  const std::string name = text_at(driver, "name", "unknown");
  if (all.tool.find(name) == std::string::npos) all.tool += (all.tool.empty() ? "" : ", ") + name;
  if (all.tool_version.empty()) all.tool_version = text_at(driver, "version", text_at(driver, "semanticVersion"));
  const RuleBook book(tool);
  book.add_rules_to(all.rules);
  for (const Value& result : array_at(run, "results")) {
    if (result.is_object() && is_open(result)) all.findings.push_back(finding_of(result, run, book));
  }
  read_failures(run, name, all);
}

/// Counts the results while they are parsed, so that a file with too many is refused before all of it is held.
class ResultLimit {
 public:
  explicit ResultLimit(const std::string& file_name) : file_name_(file_name) {}

  bool operator()(int depth, Value::parse_event_t event, const Value& parsed) {
    constexpr int kRunKey = 3, kResult = 4;
    if (event == Value::parse_event_t::key && depth == kRunKey) in_results_ = parsed == "results";
    if (event != Value::parse_event_t::object_start || depth != kResult || !in_results_ || ++results_ <= kMostFindings) return true;
    throw InputError(fmt::format("cannot read '{}': it has more than {} findings; lint fewer files or checks at once", file_name_, kMostFindings));
  }

 private:
  const std::string& file_name_;
  std::size_t results_ = 0;
  bool in_results_ = false;
};

}  // namespace

Findings read(std::string_view text, const std::string& file_name) {
  ResultLimit limit(file_name);
  const Value root = unblock::reports::json::parse(text, file_name, std::ref(limit));
  if (!root.is_object() || !root.contains("runs") || !root["runs"].is_array()) {
    throw InputError(fmt::format("cannot read '{}': it is JSON, but not SARIF (no \"runs\")", file_name));
  }
  const std::string version = text_at(root, "version", "2.1.0");
  if (version.rfind("2.", 0) != 0) {
    throw InputError(fmt::format("cannot read '{}': SARIF {} is not known, only 2.1.0", file_name, version));
  }
  Findings all;
  all.source = file_name;
  for (const Value& run : root["runs"]) {
    if (run.is_object()) read_run(run, all);
  }
  std::map<std::string, unsigned> seen;
  for (Finding& finding : all.findings) {
    const std::string made = fingerprint(finding, seen);
    if (finding.fingerprint.empty()) finding.fingerprint = made;
  }
  return all;
}

}  // namespace unblock::reports::sarif
