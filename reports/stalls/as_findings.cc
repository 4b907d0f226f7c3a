#include "reports/stalls/as_findings.h"

#include <fmt/format.h>

#include "reports/text/quantity.h"

namespace unblock::reports::stalls {
namespace {

constexpr char kRule[] = "event-loop-stall";

std::string time(double seconds) { return text::quantity(seconds * 1e9, text::Unit::nanoseconds); }

Location location_of(const StallFrame& frame) { return {frame.file.empty() ? "unknown" : frame.file, frame.line, 0}; }

Finding as_finding(const StallPlace& place) {
  Finding finding;
  finding.check = kRule;
  const bool unknown = place.chain.empty();
  finding.message = fmt::format("The event loop stood still here {}, longest {}, {} in total{}{}", place.count == 1 ? "once" : fmt::format("{} times", place.count),
                                time(place.longest_s), time(place.total_s), place.blocked_by.empty() ? "" : ", in " + place.blocked_by,
                                unknown ? " (its stack could not be read)" : "");
  if (unknown) {
    finding.location.file = "unknown";
    return finding;
  }
  finding.location = location_of(place.chain[place.culprit]);
  for (const StallFrame& frame : place.chain) {
    if (!frame.file.empty()) finding.chain.push_back({location_of(frame), frame.function});
  }
  finding.instead = place.instead;
  return finding;
}

}  // namespace

Findings as_findings(const Stalls& stalls) {
  Findings findings;
  findings.tool = "unblock-watch";
  findings.tool_version = UNBLOCK_VERSION;
  findings.rules.push_back({kRule, "The event loop stood still.",
                            "While one handler blocks or computes, nothing else on the loop goes on. Seen by `unblock watch` in a running program.",
                            Severity::warning});
  for (const StallPlace& place : stalls.places) findings.findings.push_back(as_finding(place));
  return findings;
}

}  // namespace unblock::reports::stalls
