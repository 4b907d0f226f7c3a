#include "lint/driver/outcome.h"

#include <algorithm>
#include <utility>

namespace unblock::lint {

Gatherer::Gatherer(std::size_t files, bool at_once, Sink sink) : at_once_(at_once), sink_(std::move(sink)) { outcome_.files = files; }

void Gatherer::add(std::size_t index, FileResult result) {
  if (at_once_) return hand_on(std::move(result));
  waiting_.emplace(index, std::move(result));
  for (auto first = waiting_.begin(); first != waiting_.end() && first->first == next_; first = waiting_.begin()) {
    hand_on(std::move(first->second));
    waiting_.erase(first);
    ++next_;
  }
}

void Gatherer::hand_on_all() {
  for (auto& [index, result] : waiting_) hand_on(std::move(result));
  waiting_.clear();
}

void Gatherer::add_linked(std::vector<LintFinding> findings, const std::set<std::string>& excuses) {
  hand_on_all();
  FileResult together;
  together.findings = std::move(findings);
  const auto holds = [&](const std::string& excuse) { return excuses.contains(excuse); };
  for (LintFinding& found : excusable_) {
    if (std::any_of(found.excuses.begin(), found.excuses.end(), holds)) continue;
    found.excuses.clear();
    together.findings.push_back(std::move(found));
  }
  excusable_.clear();
  take_findings(together);
  sink_(together);
}

Outcome Gatherer::finish(int signal) {
  hand_on_all();
  outcome_.signal = signal;
  const auto place = [](const LintFinding& found) {
    const auto& at = found.finding.location;
    return std::tie(at.file, at.line, at.column, found.finding.check, found.finding.message);
  };
  std::sort(outcome_.findings.begin(), outcome_.findings.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
  const auto by_file = [](const FileResult& a, const FileResult& b) { return a.file < b.file; };
  std::sort(outcome_.unread.begin(), outcome_.unread.end(), by_file);
  std::sort(outcome_.incomplete.begin(), outcome_.incomplete.end(), by_file);
  return std::move(outcome_);
}

/// Where a file that compiles and one that does not say the same, the first is believed.
void Gatherer::take_findings(FileResult& result) {
  std::vector<LintFinding> fresh;
  for (LintFinding& found : result.findings) {
    if (!found.excuses.empty()) {
      excusable_.push_back(std::move(found));
      continue;
    }
    const reports::Finding& finding = found.finding;
    const auto [entry, is_new] = seen_.try_emplace(
        {finding.location.file, finding.location.line, finding.location.column, finding.check, finding.message}, outcome_.findings.size());
    if (is_new) {
      fresh.push_back(found);
      outcome_.findings.push_back(std::move(found));
    } else if (outcome_.findings[entry->second].finding.incomplete && !finding.incomplete) {
      outcome_.findings[entry->second] = std::move(found);
    }
  }
  result.findings = std::move(fresh);
}

void Gatherer::hand_on(FileResult result) {
  ++outcome_.done;
  outcome_.fixes.add(result);
  outcome_.declared.insert(result.declared.begin(), result.declared.end());
  take_findings(result);
  sink_(result);
  result.findings.clear();
  if (!result.unread.empty()) {
    outcome_.unread.push_back(std::move(result));
  } else if (result.incomplete()) {
    outcome_.incomplete.push_back(std::move(result));
  }
}

}  // namespace unblock::lint
