#include "lint/driver/shown_files.h"

#include <llvm/Support/Regex.h>

namespace unblock::lint {
namespace {

bool matches(const std::optional<std::string>& regex, llvm::StringRef name) { return regex && llvm::Regex(*regex).match(name); }

/// As clang-tidy decides: by the name under which the compiler opened the file.
bool passes_filters(const clang::SourceManager& sources, clang::FileID file, const clang::tidy::ClangTidyOptions& options) {
  if (sources.isInSystemHeader(sources.getLocForStartOfFile(file)) && !options.SystemHeaders.value_or(false)) return false;
  const auto entry = sources.getFileEntryRefForID(file);
  return entry && matches(options.HeaderFilterRegex, entry->getName()) && !matches(options.ExcludeHeaderFilterRegex, entry->getName());
}

}  // namespace

std::vector<std::string> shown_files(const Extraction& extraction, const clang::SourceManager& sources,
                                     const clang::tidy::ClangTidyOptions& options, const IsForeign& is_foreign) {
  std::vector<std::string> shown;
  for (const auto& [name, file] : extraction.files) {
    const bool own = file == sources.getMainFileID() || name == extraction.facts.file;
    if (own || (!(is_foreign && is_foreign(name)) && passes_filters(sources, file, options))) shown.push_back(name);
  }
  return shown;
}

}  // namespace unblock::lint
