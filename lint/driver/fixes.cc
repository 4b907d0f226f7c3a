#include "lint/driver/fixes.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "reports/file.h"
#include "reports/model/error.h"
#include "reports/rewrite.h"

namespace unblock::lint {
namespace {

bool overlap(const Replacement& a, const Replacement& b) {
  if (a.file != b.file) return false;
  return a.offset < b.offset + std::max(1u, b.length) && b.offset < a.offset + std::max(1u, a.length);
}

class Fixer {
 public:
  Fixer(const std::vector<LintFinding>& findings, const FixLedger& ledger) : findings_(findings), ledger_(ledger) {
    summary_.fixed.assign(findings.size(), false);
  }

  FixSummary run() {
    choose();
    for (auto& [file, parts] : by_file_) rewrite(file, parts);
    for (std::size_t i = 0; i < findings_.size(); ++i) {
      if (!summary_.fixed[i]) continue;
      summary_.fixed[i] = std::all_of(findings_[i].fix.begin(), findings_[i].fix.end(), [&](const Replacement& part) { return !refused_.contains(part.file); });
      summary_.applied += summary_.fixed[i] ? 1 : 0;
    }
    return std::move(summary_);
  }

 private:
  void choose() {
    for (std::size_t i = 0; i < findings_.size(); ++i) {
      const LintFinding& found = findings_[i];
      if (found.fix.empty()) continue;
      if (!ledger_.all_agree(found)) {
        ++summary_.disputed;
      } else if (std::any_of(found.fix.begin(), found.fix.end(), [&](const Replacement& part) { return is_taken(part); })) {
        ++summary_.conflicting;
      } else if (can_rewrite_all(found)) {
        summary_.fixed[i] = true;
        for (const Replacement& part : found.fix) by_file_[part.file].push_back(part);
      }
    }
  }

  bool is_taken(const Replacement& part) const {
    const auto file = by_file_.find(part.file);
    return file != by_file_.end() && std::any_of(file->second.begin(), file->second.end(), [&](const Replacement& other) { return overlap(part, other); });
  }

  /// Asked of all files of a fix before one of them is changed.
  bool can_rewrite_all(const LintFinding& found) {
    return std::all_of(found.fix.begin(), found.fix.end(), [&](const Replacement& part) {
      if (refused_.contains(part.file)) return false;
      if (texts_.contains(part.file)) return part.offset + part.length <= texts_[part.file].size();
      try {
        std::string text = reports::read_file(part.file);
        if (!ledger_.is_as_read(part.file, text)) {
          refuse(part.file, fmt::format("'{}' changed since it was linted: nothing was fixed there; run again", part.file));
          return false;
        }
        return part.offset + part.length <= texts_.emplace(part.file, std::move(text)).first->second.size();
      } catch (const reports::InputError& error) {
        refuse(part.file, error.what());
        return false;
      }
    });
  }

  void rewrite(const std::string& file, std::vector<Replacement>& parts) {
    if (refused_.contains(file)) return;
    const std::string& before = texts_[file];
    std::string after = before;
    std::sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) { return a.offset > b.offset; });
    for (const Replacement& part : parts) after.replace(part.offset, part.length, part.text);
    try {
      reports::rewrite_file(file, before, after);
    } catch (const reports::InputError& error) {
      refuse(file, error.what());
    }
  }

  void refuse(const std::string& file, std::string sentence) {
    refused_.insert(file);
    summary_.refused.push_back(std::move(sentence));
  }

  const std::vector<LintFinding>& findings_;
  const FixLedger& ledger_;
  std::map<std::string, std::vector<Replacement>> by_file_;
  std::map<std::string, std::string> texts_;
  std::set<std::string> refused_;
  FixSummary summary_;
};

}  // namespace

FixSummary apply_fixes(const std::vector<LintFinding>& findings, const FixLedger& ledger) { return Fixer(findings, ledger).run(); }

std::string fixes_as_text(const FixSummary& summary) {
  std::string text = fmt::format("applied {} fix{}", summary.applied, summary.applied == 1 ? "" : "es");
  if (summary.conflicting != 0) text += fmt::format("; {} want{} the same place as another, run again", summary.conflicting, summary.conflicting == 1 ? "s" : "");
  if (summary.disputed != 0) text += fmt::format("; {} not: other files that include the place do not ask for it", summary.disputed);
  return text + "\n";
}

}  // namespace unblock::lint
