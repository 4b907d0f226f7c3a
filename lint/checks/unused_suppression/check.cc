// async-unused-suppression: a comment that silences checks of ours, and nothing is found there. unblock-lint judges it when all files are
// linked; here, in the plugin, one unit is all there is, so comments about chains of calls are left alone.
#include "lint/link/unused_suppressions.h"

#include <clang/Basic/FileManager.h>
#include <clang/Basic/SourceManager.h>

#include "lint/checks/analysis.h"
#include "lint/checks/check.h"
#include "lint/checks/list.h"

namespace unblock::lint {
namespace {

class UnusedSuppressionCheck : public Check {
 public:
  using Check::Check;
  void check_unit(const Unit&) override {}

  void finish_unit(const Unit& unit) override {
    const AnalysedUnit& analysis = this->analysis(unit);
    facts::Unit facts = analysis.extraction.facts;
    std::vector<std::string> checks;
    std::set<std::string> undecided;
    for (const CheckEntry& entry : all_checks()) {
      checks.emplace_back(entry.id);
      if (is_on(entry.id)) facts.checks.push_back({entry.id, false, {}});
      if (entry.wanted) undecided.insert(entry.id);
    }
    facts.reported_files = facts.own_files;
    const auto program = link({&facts});
    const Suppressions suppressions(*program);
    for (const UnusedSuppression& unused : find_unused(*program, suppressions, checks, undecided)) {
      const auto file = analysis.extraction.files.find(unused.comment->at.file);
      if (file == analysis.extraction.files.end()) continue;
      report(unit.ast->getSourceManager().translateLineCol(file->second, unused.comment->at.line, unused.comment->at.column), unused.message);
    }
  }
};

}  // namespace

std::unique_ptr<Check> make_unused_suppression(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<UnusedSuppressionCheck>(name, context, session);
}

}  // namespace unblock::lint
