#include "lint/checks/session.h"

#include <clang/Basic/SourceManager.h>

#include <algorithm>
#include <filesystem>

#include "lint/checks/analysis.h"
#include "lint/libraries/load_models.h"

namespace unblock::lint {

Session::Session(std::vector<std::string> model_files) : model_files_(std::move(model_files)) {}

Session::~Session() = default;

void Session::begin_unit() { analysis_.reset(); }

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
  analysis_ = analyse_unit(ast, models_for(folder));
  return *analysis_;
}

}  // namespace unblock::lint
