#include "lint/checks/session.h"

#include <clang/Basic/SourceManager.h>

#include <algorithm>
#include <filesystem>

#include "lint/checks/analysis.h"
#include "lint/extract/own_code.h"
#include "lint/extract/places.h"
#include "lint/libraries/load_models.h"
#include "lint/link/suppressions.h"

namespace unblock::lint {

Session::Session(std::vector<std::string> model_files) : model_files_(std::move(model_files)) {}

Session::~Session() = default;

void Session::begin_unit() {
  analysis_.reset();
  excuses_.clear();
}

void Session::add_model_files(const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    if (std::find(model_files_.begin(), model_files_.end(), file) != model_files_.end()) continue;
    model_files_.push_back(file);
    models_.clear();
  }
}

std::shared_ptr<const ModelSet> Session::models_for(const std::string& folder) {
  std::vector<std::string> files = project_model_files(folder);
  files.insert(files.end(), model_files_.begin(), model_files_.end());
  auto& models = models_[files];
  if (!models) models = load_models(files);
  return models;
}

const AnalysedUnit& Session::analysis(clang::ASTContext& ast) {
  if (analysis_ && analysis_->unit->ast == &ast) return *analysis_;
  const auto& sources = ast.getSourceManager();
  std::string folder;
  if (const auto file = sources.getFileEntryRefForID(sources.getMainFileID())) {
    folder = std::filesystem::path(file->getName().str()).parent_path().string();
  }
  const OwnCode own = all_is_own_ ? OwnCode() : OwnCode(project_root(main_file(ast)));
  analysis_ = analyse_unit(ast, models_for(folder), own);
  excuse_skipped_comments();
  return *analysis_;
}

void Session::excuse_skipped_comments() {
  Places places(*analysis_->unit->ast);
  for (const clang::SourceRange range : skipped_) {
    const facts::Place first = places.of(range.getBegin()), last = places.of(range.getEnd());
    for (facts::Suppression& comment : analysis_->extraction.facts.suppressions) {
      comment.used = comment.used || (comment.at.file == first.file && first.line <= comment.at.line && comment.at.line <= last.line);
    }
  }
}

void Session::note_found(const std::string& check, clang::SourceLocation location) {
  if (!analysis_) return;
  const clang::ASTContext& ast = *analysis_->unit->ast;
  Places places(ast);
  std::vector<facts::Place> stands = {places.of(location)};
  for (const facts::Expansion& macro : places.expansions(location, ast.getLangOpts())) stands.push_back(macro.at);
  for (facts::Suppression& comment : analysis_->extraction.facts.suppressions) {
    comment.used = comment.used || std::any_of(stands.begin(), stands.end(), [&](const facts::Place& at) { return silences(comment, check, at); });
  }
}

bool Session::is_excused(const std::vector<std::string>& excuses) const {
  const auto holds = [&](const std::string& excuse) {
    const bool decided_here = !excuses_come_later_ || excuse.find(facts::kLocalMark) != std::string::npos;
    return decided_here && analysis_ && analysis_->excuses.contains(excuse);
  };
  return std::any_of(excuses.begin(), excuses.end(), holds);
}

void Session::note_excuses(const std::string& check, const std::string& message, clang::SourceLocation location, const std::vector<std::string>& excuses) {
  if (!excuses_come_later_ || excuses.empty() || !analysis_) return;
  const auto& sources = analysis_->unit->ast->getSourceManager();
  excuses_[{check, message, sources.getFileOffset(sources.getFileLoc(location))}] = excuses;
}

std::vector<std::string> Session::excuses_of(const std::string& check, const std::string& message, unsigned offset) const {
  const auto found = excuses_.find({check, message, offset});
  return found == excuses_.end() ? std::vector<std::string>() : found->second;
}

bool Session::reports_at(clang::SourceLocation location) const {
  if (reports_everywhere_ || !analysis_ || location.isInvalid()) return true;
  const auto& sources = analysis_->unit->ast->getSourceManager();
  const clang::FileID file = sources.getFileID(sources.getFileLoc(location));
  return file == sources.getMainFileID() || analysis_->own.contains(absolute_name(sources, file));
}

}  // namespace unblock::lint
