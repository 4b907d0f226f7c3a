#include "reports/compare/findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "reports/model/error.h"
#include "reports/sarif/fingerprint.h"
#include "reports/text/quantity.h"

namespace unblock::reports::compare {
namespace {

/// One for each finding, in order.
std::vector<std::string> fingerprints(const Findings& findings) {
  std::vector<std::string> names;
  std::map<std::string, unsigned> seen;
  for (const Finding& finding : findings.findings) {
    const std::string made = sarif::fingerprint(finding, seen);
    names.push_back(finding.fingerprint.empty() ? made : finding.fingerprint);
  }
  return names;
}

std::set<std::string> as_set(const std::vector<std::string>& names) { return {names.begin(), names.end()}; }

bool have_one_in_common(const Findings& a, const Findings& b) {
  const std::set<std::string> of_a = as_set(fingerprints(a));
  const std::vector<std::string> of_b = fingerprints(b);
  return std::any_of(of_b.begin(), of_b.end(), [&](const std::string& name) { return of_a.contains(name); });
}

bool was_looked_at(const Findings& now, const std::string& file) {
  return now.failures.empty() && std::find(now.failed_files.begin(), now.failed_files.end(), file) == now.failed_files.end();
}

std::size_t in_state(const Findings& findings, const char* state) {
  return static_cast<std::size_t>(
      std::count_if(findings.findings.begin(), findings.findings.end(), [&](const Finding& one) { return one.baseline_state == state; }));
}

}  // namespace

Findings compare_findings(const Findings& base, Findings now) {
  const std::vector<std::string> before = fingerprints(base), after = fingerprints(now);
  const std::set<std::string> known = as_set(before), present = as_set(after);
  for (std::size_t i = 0; i < after.size(); ++i) now.findings[i].baseline_state = known.contains(after[i]) ? "unchanged" : "new";
  now.base = FindingsBase{base.source, base.tool_version, {}, {}, base.failed_files.size() + base.failures.size()};
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (present.contains(before[i])) continue;
    const Finding& gone = base.findings[i];
    (was_looked_at(now, gone.location.file) ? now.base->fixed : now.base->unknown).push_back(gone);
  }
  return now;
}

std::vector<Findings> compare_repeated(std::vector<Findings> all) {
  std::set<std::size_t> bases;
  std::vector<Findings> shown;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t base = 0; base < i; ++base) {
      if (all[base].tool != all[i].tool || !have_one_in_common(all[base], all[i])) continue;
      all[i] = compare_findings(all[base], std::move(all[i]));
      bases.insert(base);
      break;
    }
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!bases.contains(i)) shown.push_back(std::move(all[i]));
  }
  return shown;
}

std::vector<Findings> compare_with(const std::vector<Findings>& bases, std::vector<Findings> all) {
  for (const Findings& base : bases) {
    bool used = false;
    for (Findings& now : all) {
      if (now.tool != base.tool) continue;
      now = compare_findings(base, std::move(now));
      used = true;
    }
    if (!used) throw InputError(fmt::format("--baseline '{}' has findings of {}, and no input has any of that tool", base.source, base.tool));
  }
  return all;
}

std::string findings_headline(const Findings& findings) {
  const std::size_t added = in_state(findings, "new"), unchanged = in_state(findings, "unchanged");
  if (!findings.base && added + unchanged < findings.findings.size()) return text::plural(findings.findings.size(), "finding");
  if (!findings.base) return findings.findings.empty() ? "0 findings" : fmt::format("{}, {} unchanged", text::plural(added, "new finding"), unchanged);
  const std::size_t unknown = findings.base->unknown.size();
  return fmt::format("{}, {} fixed, {} unchanged{}", text::plural(added, "new finding"), findings.base->fixed.size(), unchanged,
                     unknown == 0 ? "" : fmt::format(", {} not known", unknown));
}

std::vector<std::string> findings_notes(const Findings& findings) {
  std::vector<std::string> notes;
  if (!findings.base) return notes;
  const FindingsBase& base = *findings.base;
  if (base.tool_version != findings.tool_version) {
    notes.push_back(fmt::format("{} was of version '{}' before and is of '{}' now: a new finding may come from a new check.", findings.tool, base.tool_version,
                                findings.tool_version));
  }
  if (base.unread > 0) notes.push_back(fmt::format("Not everything was read for '{}': what is found in the rest counts as new.", base.source));
  if (!base.unknown.empty()) {
    notes.push_back(fmt::format("{} of '{}' {} neither fixed nor unchanged: the file was not read this time.", text::plural(base.unknown.size(), "finding"), base.source,
                                base.unknown.size() == 1 ? "is" : "are"));
  }
  return notes;
}

}  // namespace unblock::reports::compare
