// What the checks of one run share: the models, and the facts about the unit that is being checked, built once.
// The plugin and the driver each own one session; nothing here is global.
#pragma once

#include <clang/AST/ASTContext.h>

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "lint/libraries/model_set.h"

namespace unblock::lint {

struct AnalysedUnit;

class Session {
 public:
  /// `model_files` are added to the built-in models and the project's own.
  explicit Session(std::vector<std::string> model_files = {});
  ~Session();

  /// Loads the models for files in `folder` now, so that processes forked later have them. Throws reports::InputError.
  void prepare(const std::string& folder) { models_for(folder); }

  /// Before a file is read, and for each part of it that the preprocessor leaves out: what stands there silences nothing, and is not in vain.
  void begin_file() { skipped_.clear(); }
  void note_skipped(clang::SourceRange range) { skipped_.push_back(range); }

  /// Forgets the facts of the unit before. Called when the checks of a new unit are set up.
  void begin_unit();

  /// More model files, named by the option of a check.
  void add_model_files(const std::vector<std::string>& files);

  /// The code of others counts as the project's own.
  void treat_all_as_own() { all_is_own_ = true; }

  /// What is found in the code of others is reported too: somebody else chooses what is shown.
  void report_everywhere() { reports_everywhere_ = true; }

  /// The whole program will show whether what is found is excused.
  void leave_excuses_to_link() { excuses_come_later_ = true; }

  /// Whether one of the excuses of a finding holds. What other units may decide is left open where a link follows.
  bool is_excused(const std::vector<std::string>& excuses) const;

  /// Remembers the excuses of a finding for who shows it.
  void note_excuses(const std::string& check, const std::string& message, clang::SourceLocation location, const std::vector<std::string>& excuses);
  /// Those of a finding, by the offset of its place in its file.
  std::vector<std::string> excuses_of(const std::string& check, const std::string& message, unsigned offset) const;

  /// Whether something found in the unit that is being checked is to be reported.
  bool reports_at(clang::SourceLocation location) const;

  /// That a check has found something there: comments that silence it are not in vain.
  void note_found(const std::string& check, clang::SourceLocation location);

  /// The facts about `ast`. Throws reports::InputError when a model is broken.
  const AnalysedUnit& analysis(clang::ASTContext& ast);

  /// One complaint about a broken model per unit, not one per check.
  bool first_complaint() { return !std::exchange(complained_, true); }

 private:
  void excuse_skipped_comments();
  std::shared_ptr<const ModelSet> models_for(const std::string& folder);

  std::vector<std::string> model_files_;
  std::map<std::vector<std::string>, std::shared_ptr<const ModelSet>> models_;  ///< by the list of files read
  std::unique_ptr<AnalysedUnit> analysis_;
  std::vector<clang::SourceRange> skipped_;
  bool complained_ = false;
  bool all_is_own_ = false;
  bool reports_everywhere_ = false;
  bool excuses_come_later_ = false;
  std::map<std::tuple<std::string, std::string, unsigned>, std::vector<std::string>> excuses_;  ///< of findings: check, message, offset
};

}  // namespace unblock::lint
