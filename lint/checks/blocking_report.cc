#include "lint/checks/blocking_report.h"

#include "lint/checks/analysis.h"
#include "lint/link/chains.h"

namespace unblock::lint {
namespace {

clang::SourceLocation location_of(const AnalysedUnit& analysis, const ChainNote& note) {
  if (note.call) return analysis.site(*note.call).location();
  const Function& function = analysis.function(note.function);
  return function.lambda ? function.lambda->getBeginLoc() : function.decl->getLocation();
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
  for (const ChainFinding& found : find_chains(*analysis.program, [this](const facts::Wait& wait) { return wanted_(wait, tiers_); })) {
    if (!report(analysis.site(found.call).location(), found.message)) continue;
    for (const ChainNote& each : found.notes) note(location_of(analysis, each), each.text);
  }
}

}  // namespace unblock::lint
