#include "lint/checks/blocking_report.h"

#include "lint/checks/analysis.h"
#include "lint/link/causes.h"
#include "lint/link/suppressions.h"

namespace unblock::lint {
namespace {

clang::SourceLocation location_of(const AnalysedUnit& analysis, const ChainNote& note) {
  if (note.call) return analysis.site(*note.call).location();
  const Function& function = analysis.function(note.function);
  return function.lambda ? function.lambda->getBeginLoc() : function.decl->getLocation();
}

clang::SourceLocation location_of(const AnalysedUnit& analysis, const ChainFinding& found) {
  const clang::SourceLocation location = analysis.site(found.call).location();
  return found.in_macro ? analysis.unit->ast->getSourceManager().getSpellingLoc(location) : location;
}

}  // namespace

std::vector<std::string> split_tiers(llvm::StringRef option) {
  llvm::SmallVector<llvm::StringRef> parts;
  option.split(parts, ';', -1, false);
  std::vector<std::string> tiers;
  for (llvm::StringRef part : parts) tiers.push_back(part.trim().str());
  return tiers;
}

void BlockingCheck::check_unit(const Unit& unit) {
  const AnalysedUnit& analysis = this->analysis(unit);
  const Program& program = *analysis.program;
  const auto chains = find_chains(program, [this](const facts::Wait& wait) { return wanted_(wait, tiers_); });
  if (chains.empty()) return;
  const auto& own_files = analysis.extraction.facts.own_files;
  Suppressions suppressions(program);
  const auto silenced = [&](const facts::Call& call) { return suppressions.silence(check_, call); };
  for (const ChainFinding& found : find_causes(program, chains, {own_files.begin(), own_files.end()}, silenced)) {
    if (!report(location_of(analysis, found), found.message)) continue;
    for (const ChainNote& each : found.notes) note(location_of(analysis, each), each.text);
  }
}

}  // namespace unblock::lint
