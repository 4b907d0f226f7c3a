#include "lint/driver/whole_program.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <tuple>
#include <utility>

#include "lint/checks/list.h"
#include "lint/driver/build_graph.h"
#include "lint/driver/cache/hash.h"
#include "lint/driver/converter.h"
#include "lint/extract/own_code.h"
#include "lint/facts/format.h"
#include "lint/link/excuses.h"
#include "lint/link/judge.h"
#include "lint/link/unused_suppressions.h"

namespace unblock::lint {
namespace {

std::vector<Rule> rules() {
  std::vector<Rule> all;
  for (const CheckEntry& entry : all_checks()) {
    if (entry.wanted) all.push_back({entry.id, entry.wanted});
  }
  return all;
}

std::vector<UnusedSuppression> unused_in(const Program& program, const Suppressions& suppressions, bool all_there) {
  std::vector<std::string> checks;
  std::set<std::string> undecided;
  for (const CheckEntry& entry : all_checks()) {
    checks.emplace_back(entry.id);
    if (entry.wanted && !all_there) undecided.insert(entry.id);
  }
  return find_unused(program, suppressions, checks, undecided);
}

std::size_t count_joined(const std::deque<facts::Unit>& units) {
  std::set<std::string> files;
  for (const facts::Unit& unit : units) {
    const bool starts = unit.programs.empty() && std::any_of(unit.functions.begin(), unit.functions.end(), [](const facts::Function& function) {
                          return function.name == "main" && function.id.starts_with("c:@F@main");
                        });
    if (starts) files.insert(unit.file);
  }
  return files.size() < 2 ? 0 : files.size();
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
    found.finding.location = location(place_of(program_, judged.finding));
    set_message(judged.finding.message, found.finding);
    if (!judged.finding.in_macro) add_macros(call, found.finding);
    for (const ChainNote& note : judged.finding.notes) add_note(note, found.finding);
    return found;
  }

  LintFinding finding(const UnusedSuppression& unused) const {
    LintFinding found;
    found.finding.check = kUnusedSuppression;
    found.finding.severity = severity_of(kUnusedSuppression, unused.as_error);
    found.finding.location = location(unused.comment->at);
    set_message(unused.message, found.finding);
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
    finding.chain.push_back({location(place_of(program_, note)), note.text});
    if (note.call) add_macros(program_.call(*note.call), finding);
  }

  const Program& program_;
  std::string root_;
};

}  // namespace

std::vector<std::string> WholeProgram::roots_of(const std::vector<Source>& sources) {
  std::vector<std::string> roots;
  for (const Source& source : sources) roots.push_back(project_root(source.file));
  return roots;
}

std::vector<std::string> WholeProgram::programs(std::size_t index) const {
  const auto found = programs_.find(index);
  return found == programs_.end() ? std::vector<std::string>() : found->second;
}

WholeProgram::WholeProgram(std::vector<std::string> roots) : roots_(std::move(roots)) {
  const std::set<std::string> different(roots_.begin(), roots_.end());
  if (different.size() == 1) common_root_ = *different.begin();
}

void WholeProgram::add(std::size_t index, std::vector<std::string> facts, std::string from) {
  if (facts.empty()) return;
  facts_[index] = std::move(facts);
  from_[index] = std::move(from);
}

void WholeProgram::tell_programs_apart(const std::vector<Source>& sources, const std::string& build_folder) {
  std::set<std::string> objects;
  for (const Source& source : sources) objects.insert(source.objects.begin(), source.objects.end());
  if (objects.empty()) return;
  const auto programs = BuildGraph::read(build_folder, objects).programs_of(objects);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    std::set<std::string> all;
    for (const std::string& object : sources[i].objects) {
      const auto found = programs.find(object);
      if (found == programs.end()) continue;
      for (const std::string& program : found->second) all.insert(std::filesystem::path(program).lexically_relative(build_folder).string());
    }
    programs_[i].assign(all.begin(), all.end());
  }
}

std::deque<facts::Unit> WholeProgram::read() const {
  std::deque<facts::Unit> units;
  for (const auto& [index, texts] : facts_) {
    for (const std::string& text : texts) {
      units.push_back(facts::from_text(text, from_.at(index), common_root_.empty() ? roots_[index] : "").unit);
      units.back().programs = programs(index);
    }
  }
  return units;
}

std::vector<std::string> WholeProgram::parts() const {
  std::vector<std::string> parts;
  for (const auto& [index, texts] : facts_) {
    parts.push_back(common_root_.empty() ? roots_[index] : "");
    for (const std::string& text : texts) parts.push_back(fmt::format("{:x} {}", hash_of(text), text.size()));
    for (const std::string& program : programs(index)) parts.push_back(program);
  }
  return parts;
}

Linked WholeProgram::judge(bool all_there) const {
  const std::deque<facts::Unit> units = read();
  std::vector<const facts::Unit*> pointers;
  for (const facts::Unit& unit : units) pointers.push_back(&unit);
  const auto program = link(std::move(pointers));
  const Finder finder(*program, common_root_);
  std::vector<LintFinding> findings;
  Suppressions suppressions(*program);
  for (const Judged& judged : lint::judge(*program, rules(), suppressions)) findings.push_back(finder.finding(judged));
  for (const UnusedSuppression& unused : unused_in(*program, suppressions, all_there)) findings.push_back(finder.finding(unused));
  std::stable_sort(findings.begin(), findings.end(), [](const LintFinding& a, const LintFinding& b) {
    const auto place = [](const LintFinding& found) { return std::tie(found.finding.location.file, found.finding.location.line, found.finding.location.column); };
    return place(a) < place(b);
  });
  return {std::move(findings), excuses(*program), count_joined(units)};
}

}  // namespace unblock::lint
