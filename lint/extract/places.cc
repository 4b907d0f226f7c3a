#include "lint/extract/places.h"

#include <clang/Basic/FileManager.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Lexer.h>

#include <filesystem>

namespace unblock::lint {
std::string absolute_name(const clang::SourceManager& sources, clang::FileID file) {
  const auto entry = sources.getFileEntryRefForID(file);
  if (!entry) return "";
  llvm::SmallString<256> path(entry->getName());
  sources.getFileManager().makeAbsolutePath(path);
  return std::filesystem::path(path.c_str()).lexically_normal().string();
}

std::string main_file(const clang::ASTContext& ast) {
  const auto& sources = ast.getSourceManager();
  return absolute_name(sources, sources.getMainFileID());
}

facts::Place Places::of(clang::SourceLocation location) {
  if (location.isInvalid()) return {};
  const auto [file, offset] = sources_.getDecomposedLoc(sources_.getFileLoc(location));
  const auto [name, is_new] = names_.try_emplace(file);
  if (is_new) name->second = absolute_name(sources_, file);
  return {name->second, sources_.getLineNumber(file, offset), sources_.getColumnNumber(file, offset)};
}

std::vector<facts::Expansion> Places::expansions(clang::SourceLocation location, const clang::LangOptions& language) {
  std::vector<facts::Expansion> found;
  while (location.isMacroID()) {
    const std::string macro = clang::Lexer::getImmediateMacroName(location, sources_, language).str();
    found.push_back({macro, of(sources_.getSpellingLoc(location))});
    location = sources_.getImmediateMacroCallerLoc(location);
  }
  return found;
}

}  // namespace unblock::lint
