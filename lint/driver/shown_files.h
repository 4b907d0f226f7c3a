// In which files the findings about a unit are shown: its own, and the headers that clang-tidy's filters and ours let through.
#pragma once

#include <clang-tidy/ClangTidyOptions.h>
#include <clang/Basic/SourceManager.h>

#include <string>
#include <vector>

#include "lint/driver/action.h"
#include "lint/extract/extraction.h"

namespace unblock::lint {

/// Of the files in which facts stand, by their names there, sorted. `is_foreign` may be empty: then no file is somebody else's.
std::vector<std::string> shown_files(const Extraction& extraction, const clang::SourceManager& sources,
                                     const clang::tidy::ClangTidyOptions& options, const IsForeign& is_foreign);

}  // namespace unblock::lint
