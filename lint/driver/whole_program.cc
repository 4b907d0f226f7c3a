#include "lint/driver/whole_program.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <set>
#include <tuple>
#include <utility>

#include "lint/checks/list.h"
#include "lint/driver/converter.h"
#include "lint/driver/file_choice.h"
#include "lint/facts/format.h"
#include "lint/link/judge.h"

namespace unblock::lint {
namespace {

std::vector<Rule> rules() {
  std::vector<Rule> all;
  for (const CheckEntry& entry : all_checks()) {
    if (entry.wanted) all.push_back({entry.id, entry.wanted});
  }
  return all;
}

/// Findings of the link as the driver shows them.
class Finder {
 public:
  Finder(const Program& program, std::string root) : program_(program), root_(std::move(root)) {}

  LintFinding finding(const Judged& judged) const {
    LintFinding found;
    const facts::Call& call = program_.call(judged.finding.call);
    found.finding.check = judged.check;
    found.finding.severity = severity_of(judged.check, judged.as_error);
    found.finding.incomplete = judged.incomplete;
    found.finding.location = location(call.at);
    set_message(judged.finding.message, found.finding);
    add_macros(call, found.finding);
    for (const ChainNote& note : judged.finding.notes) add_note(note, found.finding);
    return found;
  }

 private:
  reports::Location location(const facts::Place& place) const {
    const bool relative = !root_.empty() && !place.file.empty() && place.file.front() != '/';
    return {relative ? root_ + "/" + place.file : place.file, place.line, place.column};
  }

  /// As Clang says it: from the outermost to the innermost.
  void add_macros(const facts::Call& call, reports::Finding& finding) const {
    for (auto each = call.expansions.rbegin(); each != call.expansions.rend(); ++each) {
      finding.chain.push_back({location(each->at), fmt::format("expanded from macro '{}'", each->macro)});
    }
  }

  void add_note(const ChainNote& note, reports::Finding& finding) const {
    if (!note.call) return finding.chain.push_back({location(program_.functions[note.function].facts->at), note.text});
    const facts::Call& call = program_.call(*note.call);
    finding.chain.push_back({location(call.at), note.text});
    add_macros(call, finding);
  }

  const Program& program_;
  std::string root_;
};

}  // namespace

WholeProgram::WholeProgram(const std::vector<Source>& sources) {
  for (const Source& source : sources) roots_.push_back(project_root(source.file));
  const std::set<std::string> different(roots_.begin(), roots_.end());
  if (different.size() == 1) common_root_ = *different.begin();
}

void WholeProgram::add(std::size_t index, std::vector<std::string> facts) {
  if (!facts.empty()) facts_[index] = std::move(facts);
}

std::vector<LintFinding> WholeProgram::judge() const {
  std::deque<facts::Unit> units;
  std::vector<const facts::Unit*> pointers;
  for (const auto& [index, texts] : facts_) {
    for (const std::string& text : texts) {
      units.push_back(facts::from_text(text, "facts", common_root_.empty() ? roots_[index] : "").unit);
      pointers.push_back(&units.back());
    }
  }
  const auto program = link(std::move(pointers));
  const Finder finder(*program, common_root_);
  std::vector<LintFinding> findings;
  for (const Judged& judged : lint::judge(*program, rules())) findings.push_back(finder.finding(judged));
  std::stable_sort(findings.begin(), findings.end(), [](const LintFinding& a, const LintFinding& b) {
    const auto place = [](const LintFinding& found) { return std::tie(found.finding.location.file, found.finding.location.line, found.finding.location.column); };
    return place(a) < place(b);
  });
  return findings;
}

}  // namespace unblock::lint
