#include "lint/checks/session.h"

#include <clang/Basic/SourceManager.h>

#include <algorithm>
#include <filesystem>

#include "lint/libraries/load_models.h"
#include "lint/link/build.h"

namespace unblock::lint {

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

const Unit& Session::unit(clang::ASTContext& ast) {
  if (unit_ && unit_->ast == &ast) return *unit_;
  const auto& sources = ast.getSourceManager();
  std::string folder;
  if (const auto file = sources.getFileEntryRefForID(sources.getMainFileID())) {
    folder = std::filesystem::path(file->getName().str()).parent_path().string();
  }
  unit_ = build_unit(ast, models_for(folder));
  return *unit_;
}

}  // namespace unblock::lint
