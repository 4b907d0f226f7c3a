// Flags for files that the compile database does not name.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <memory>
#include <sstream>

#include "lint/driver/database.h"
#include "lint/driver/text_of.h"

namespace unblock::lint {
namespace {

namespace fs = std::filesystem;
using clang::tooling::CompileCommand;

/// The sources as Clang's interface wants them.
class Commands : public clang::tooling::CompilationDatabase {
 public:
  explicit Commands(std::vector<const Source*> sources) : sources_(std::move(sources)) {}

  std::vector<CompileCommand> getCompileCommands(llvm::StringRef file) const override {
    for (const Source* source : sources_) {
      if (source->file == file) return source->commands;
    }
    return {};
  }

  std::vector<std::string> getAllFiles() const override {
    std::vector<std::string> files;
    for (const Source* source : sources_) files.push_back(source->file);
    return files;
  }

 private:
  std::vector<const Source*> sources_;
};

std::size_t shared_folders(const std::string& a, const std::string& b) {
  const fs::path one = fs::path(a).parent_path(), other = fs::path(b).parent_path();
  const auto [end, rest] = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
  return static_cast<std::size_t>(std::distance(one.begin(), end));
}

/// Whether one of the #include lines of `file` ends in this name.
bool includes(const std::string& file, const std::string& name) {
  std::istringstream stream(text_of(file).value_or(""));
  for (std::string line; std::getline(stream, line);) {
    const std::size_t hash = line.find_first_not_of(" \t");
    if (hash == std::string::npos || line[hash] != '#' || line.find("include", hash) == std::string::npos) continue;
    const std::size_t at = line.find(name, hash);
    if (at == std::string::npos || at == 0 || at + name.size() >= line.size()) continue;
    const char before = line[at - 1], after = line[at + name.size()];
    if ((before == '"' || before == '<' || before == '/') && (after == '"' || after == '>')) return true;
  }
  return false;
}

/// The nearest source, by folders, that includes a file of this name.
const Source* includer_of(const Database& database, const std::string& file) {
  const std::string name = fs::path(file).filename().string();
  std::vector<std::pair<std::size_t, const Source*>> by_distance;
  for (const Source& source : database.sources) by_distance.emplace_back(shared_folders(source.file, file), &source);
  std::stable_sort(by_distance.begin(), by_distance.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  const auto found = std::find_if(by_distance.begin(), by_distance.end(), [&](const auto& each) { return includes(each.second->file, name); });
  return found == by_distance.end() ? nullptr : found->second;
}

std::vector<const Source*> candidates(const Database& database, const std::string& file) {
  if (const Source* includer = includer_of(database, file)) return {includer};
  std::vector<const Source*> all;
  for (const Source& source : database.sources) all.push_back(&source);
  return all;
}

}  // namespace

Source with_inferred_flags(const Database& database, const std::string& file) {
  if (database.sources.empty()) return {file, {}, {}};
  const auto inferring = clang::tooling::inferMissingCompileCommands(std::make_unique<Commands>(candidates(database, file)));
  Source source{file, {}, inferring->getCompileCommands(file)};
  if (source.commands.size() > 1) source.commands.resize(1);
  return source;
}

}  // namespace unblock::lint
