#include "lint/driver/selection.h"

#include <fmt/format.h>

#include <utility>

#include "lint/driver/sarif_output.h"
#include "lint/driver/say.h"
#include "lint/driver/words.h"
#include "reports/file.h"

namespace unblock::lint {
namespace {

constexpr std::size_t kNamedEntries = 20;

void keep_only(std::vector<LintFinding>& findings, const std::vector<bool>& keep) {
  std::size_t index = 0;
  std::erase_if(findings, [&](const LintFinding&) { return !keep[index++]; });
}

void split(Outcome& outcome, const std::vector<bool>& known) {
  std::vector<LintFinding> fresh;
  for (std::size_t i = 0; i < outcome.findings.size(); ++i) {
    outcome.findings[i].finding.baseline_state = known[i] ? "unchanged" : "new";
    (known[i] ? outcome.known : fresh).push_back(std::move(outcome.findings[i]));
  }
  outcome.findings = std::move(fresh);
}

void name_unused(const std::string& file, const std::vector<std::string>& unused) {
  if (unused.empty()) return;
  for (std::size_t i = 0; i < unused.size() && i < kNamedEntries; ++i) say(fmt::format("{}: no longer found: {}", file, unused[i]));
  if (unused.size() > kNamedEntries) say(fmt::format("{}: and {} more", file, unused.size() - kNamedEntries));
  say(fmt::format("{}: {}; --prune-baseline takes them out", file, plural(unused.size(), "entry is used up", "entries are used up")));
}

}  // namespace

Selection::Selection(const Options& options, std::string folder) : options_(options), folder_(std::move(folder)) {
  if (!options.baseline.empty() && !options.write_baseline) baseline_ = Baseline::read(options.baseline);
  if (!options.since.empty()) changed_ = ChangedLines::since(options.since, folder_);
}

void Selection::apply(Outcome& outcome) {
  if (!options_.baseline.empty()) apply_baseline(outcome);
  if (changed_) apply_since(outcome);
}

void Selection::apply_baseline(Outcome& outcome) {
  if (options_.write_baseline) return write_baseline(outcome);
  const std::vector<reports::Finding> findings = to_findings(outcome, folder_).findings;
  const std::string partly = why_not_whole(outcome);
  if (!partly.empty()) {
    if (options_.prune_baseline) say(fmt::format("{}: not pruned: {}", options_.baseline, partly));
  } else if (options_.prune_baseline) {
    const std::size_t gone = baseline_->prune(findings);
    reports::write_file(options_.baseline, baseline_->text());
    say(fmt::format("{}: {} taken out\n", options_.baseline, plural(gone, "entry", "entries")));
  } else if (!options_.quiet) {
    name_unused(options_.baseline, baseline_->unused(findings));
  }
  split(outcome, baseline_->known(findings));
  const std::size_t hidden = outcome.known.size();
  if (hidden != 0 && !options_.quiet) say(fmt::format("left out {} of the baseline", plural(hidden, "finding", "findings")));
}

std::string Selection::why_not_whole(const Outcome& outcome) const {
  if (outcome.signal != 0 || (!options_.files.empty() && !options_.link) || !outcome.unread.empty()) return "not all files were linted";
  if (!outcome.incomplete.empty()) return fmt::format("{} not compile", plural(outcome.incomplete.size(), "file does", "files do"));
  return options_.checks.empty() ? "" : "--checks leaves some out";
}

void Selection::write_baseline(const Outcome& outcome) const {
  if (outcome.signal != 0) {
    say(fmt::format("{}: not written: not all files were linted", options_.baseline));
    return;
  }
  reports::write_file(options_.baseline, Baseline::of(to_findings(outcome, folder_).findings).text());
  say(fmt::format("{}: {} written", options_.baseline, plural(outcome.findings.size(), "finding", "findings")));
}

void Selection::apply_since(Outcome& outcome) const {
  std::vector<bool> keep;
  for (const LintFinding& found : outcome.findings) keep.push_back(changed_->touch(found.finding));
  const std::size_t before = outcome.findings.size();
  keep_only(outcome.findings, keep);
  const std::size_t hidden = before - outcome.findings.size();
  if (hidden != 0 && !options_.quiet) say(fmt::format("left out {} on lines that did not change since {}", plural(hidden, "finding", "findings"), options_.since));
}

}  // namespace unblock::lint
