// Rows for a spreadsheet.
#include "reports/csv/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

#include "reports/csv/field.h"
#include "reports/stalls/as_findings.h"
#include "reports/stalls/join.h"
#include "reports/stalls/phrases.h"
#include "reports/summary/groups.h"

namespace unblock::reports::csv {
namespace {

std::string number(double value) { return std::isfinite(value) ? fmt::format("{}", value) : ""; }

const char* status_of(const Cell& cell) {
  if (cell.status == CellStatus::not_applicable) return "not_applicable";
  return has_result(cell) ? "measured" : cell.status == CellStatus::failed ? "failed"
                                                                           : "withheld";
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

std::string finding_fields(const std::string& tool, const Finding& finding) {
  const char* severity = finding.severity == Severity::error ? "error" : finding.severity == Severity::note ? "note"
                                                                                                            : "warning";
  return fmt::format("{},{},{},{},{},{},{},{},{}", field(tool), field(finding.check), severity, field(finding.location.file), finding.location.line,
                     finding.location.column, field(finding.message), field(finding.fingerprint), finding.baseline_state);
}

/// What is gone since the baseline is in the state "fixed", or "unknown" where its file was not read.
void add_findings(const Findings& findings, std::string& out) {
  const auto add = [&](const std::vector<Finding>& list, const char* state) {
    for (Finding finding : list) {
      if (*state != 0) finding.baseline_state = state;
      out += finding_fields(findings.tool, finding) + "\r\n";
    }
  };
  add(findings.findings, "");
  if (!findings.base) return;
  add(findings.base->fixed, "fixed");
  add(findings.base->unknown, "unknown");
}

/// With what each finding cost; stalls that none explains are rows of their own.
std::string findings_with_prices(const Report& report) {
  std::string out = "tool,check,severity,file,line,column,message,fingerprint,state,seen,stalls,total_s,longest_s\r\n";
  const stalls::Joined joined = stalls::join(report.findings, report.stalls);
  std::map<const Finding*, const stalls::Price*> prices;
  for (const stalls::Price& price : joined.prices) prices[price.finding] = &price;
  for (const Findings& findings : report.findings) {
    for (const Finding& finding : findings.findings) {
      const auto found = prices.find(&finding);
      out += finding_fields(findings.tool, finding);
      out += found == prices.end() ? ",,,,\r\n"
                                   : fmt::format(",{},{},{},{}\r\n", found->second->is_seen() ? "confirmed" : "not seen", found->second->count,
                                                 number(found->second->total_s), number(found->second->longest_s));
    }
  }
  Stalls unpredicted;
  for (const StallPlace* place : joined.unpredicted) unpredicted.places.push_back(*place);
  const Findings as_findings = stalls::as_findings(unpredicted);
  for (std::size_t i = 0; i < as_findings.findings.size(); ++i) {
    const StallPlace& place = unpredicted.places[i];
    out += finding_fields(as_findings.tool, as_findings.findings[i]) +
           fmt::format(",unpredicted,{},{},{}\r\n", place.count, number(place.total_s), number(place.longest_s));
  }
  return out;
}

std::string stalls_alone(const std::vector<Stalls>& all) {
  std::string out = "input,program,function,file,line,kind,blocked_by,stalls,total_s,longest_s,p50_s,p99_s,parked_share,events,events_waited_s\r\n";
  for (const Stalls& stalls : all) {
    for (const StallPlace& place : stalls.places) {
      const StallFrame frame = place.chain.empty() ? StallFrame() : place.chain[place.culprit];
      fmt::format_to(std::back_inserter(out), "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n", field(stalls.source), field(stalls.program),
                     field(frame.function), field(frame.file), frame.line, stalls::kind_of(place), field(place.blocked_by), place.count,
                     number(place.total_s), number(place.longest_s), number(place.p50_s), number(place.p99_s), number(place.parked_share), place.events,
                     number(place.events_waited_s));
    }
  }
  return out;
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
  if (report.findings.empty() && !report.stalls.empty()) return stalls_alone(report.stalls);
  if (!report.stalls.empty()) return findings_with_prices(report);
  out = "tool,check,severity,file,line,column,message,fingerprint,state\r\n";
  for (const Findings& findings : report.findings) add_findings(findings, out);
  return out;
}

}  // namespace unblock::reports::csv
