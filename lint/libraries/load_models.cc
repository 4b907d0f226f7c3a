#include "lint/libraries/load_models.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "library_files.h"
#include "lint/libraries/model_yaml.h"
#include "reports/model/error.h"

namespace unblock::lint {

std::vector<Library> builtin_models() {
  std::vector<Library> models;
  for (const embedded::File& file : embedded::library_files()) {
    models.push_back(parse_model(file.text, fmt::format("built-in model {}", file.path)));
  }
  return models;
}

std::string builtin_models_text() {
  std::string all;
  for (const embedded::File& file : embedded::library_files()) all.append(file.path).append("\n").append(file.text);
  return all;
}

Library read_model(const std::string& path) {
  std::error_code error;
  const bool is_file = std::filesystem::is_regular_file(path, error);  // opening a named pipe would wait for its other end
  std::ifstream file(is_file ? path : "", std::ios::binary);
  if (!file) {
    throw reports::InputError(fmt::format("cannot read model '{}': give a readable YAML file", path));
  }
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return parse_model(text, path);
}

std::vector<std::string> project_model_files(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  std::filesystem::path here = std::filesystem::absolute(folder.empty() ? "." : folder, error);
  for (here = here.lexically_normal();; here = here.parent_path()) {
    const std::filesystem::path candidate = here / ".unblock.yaml";
    if (std::filesystem::is_regular_file(candidate, error)) files.push_back(candidate.string());
    if (here == here.parent_path()) break;
  }
  std::reverse(files.begin(), files.end());
  return files;
}

std::shared_ptr<const ModelSet> load_models(const std::vector<std::string>& files) {
  std::vector<Library> models = builtin_models();
  for (const std::string& file : files) models.push_back(read_model(file));
  return std::make_shared<const ModelSet>(std::move(models));
}

}  // namespace unblock::lint
