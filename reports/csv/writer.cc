// A field that a spreadsheet would run as a formula gets an apostrophe in front (https://owasp.org/www-community/attacks/CSV_Injection).
#include "reports/csv/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "reports/summary/groups.h"
#include "reports/text/clean.h"

namespace unblock::reports::csv {
namespace {

std::string field(const std::string& raw) {
  std::string text = text::clean(raw);
  if (!text.empty() && std::string_view("=+-@\t").find(text.front()) != std::string_view::npos) text.insert(0, "'");
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

std::string number(double value) { return std::isfinite(value) ? fmt::format("{}", value) : ""; }

const char* status_of(const Cell& cell) {
  if (cell.status == CellStatus::not_applicable) return "not_applicable";
  return has_result(cell) ? "measured" : cell.status == CellStatus::failed ? "failed" : "withheld";
}

/// The columns that name a cell.
std::string cell_fields(const Run& run, const Cell& cell) {
  const auto label = cell.configuration.find("label");
  std::string verdicts;
  for (const Verdict& verdict : cell.verdicts) verdicts += (verdicts.empty() ? "" : " ") + verdict.id;
  return fmt::format("{},{},{},{},{},{},{},{},{}", field(run.source), field(cell.name), field(label == cell.configuration.end() ? "" : label->second), field(cell.runtime), field(cell.workload),
                     field(summary::arguments_text(cell.arguments)), field(cell.placement), status_of(cell), field(verdicts));
}

void add_cell(const Run& run, const Cell& cell, std::string& out) {
  const std::string fields = cell_fields(run, cell);
  if (!has_result(cell)) {
    out += fmt::format("{},,,,,{}\r\n", fields, field(why_not(cell)));
    return;
  }
  const auto rounds = std::count_if(cell.rounds.begin(), cell.rounds.end(), [](const Round& round) { return !round.voided; });
  for (const auto& [metric, interval] : cell.metrics) {
    fmt::format_to(std::back_inserter(out), "{},{},{},{},{},{}\r\n", fields, field(metric), number(interval.estimate), number(interval.low),
                   number(interval.high), rounds);
  }
}

void add_findings(const Findings& findings, std::string& out) {
  for (const Finding& finding : findings.findings) {
    const char* severity = finding.severity == Severity::error ? "error" : finding.severity == Severity::note ? "note" : "warning";
    fmt::format_to(std::back_inserter(out), "{},{},{},{},{},{},{},{}\r\n", field(findings.tool), field(finding.check), severity,
                   field(finding.location.file), finding.location.line, finding.location.column, field(finding.message), field(finding.fingerprint));
  }
}

}  // namespace

std::string write(const Report& report) {
  std::string out;
  if (!report.runs.empty()) {
    out = "file,cell,label,runtime,workload,arguments,placement,status,verdicts,metric,estimate,low,high,rounds_or_reason\r\n";
    for (const Run& run : report.runs) {
      for (const Cell& cell : run.cells) add_cell(run, cell, out);
    }
    return out;
  }
  out = "tool,check,severity,file,line,column,message,fingerprint\r\n";
  for (const Findings& findings : report.findings) add_findings(findings, out);
  return out;
}

}  // namespace unblock::reports::csv
