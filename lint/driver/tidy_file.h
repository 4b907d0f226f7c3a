// Reads a `.clang-tidy` with the patience of clang-tidy: what other releases and other tools wrote there must not stop a run.
#pragma once

#include <clang-tidy/ClangTidyOptions.h>
#include <llvm/Support/MemoryBufferRef.h>

#include <optional>
#include <string>
#include <vector>

namespace unblock::lint {

struct TidyFile {
  std::optional<clang::tidy::ClangTidyOptions> options;  ///< nothing when it is no configuration at all
  std::vector<std::string> ignored;  ///< "3: unknown key 'AnalyzeTemporaryDtors'": what was left out, with its line
  std::string complaint;             ///< why it is no configuration, with the line
};

/// Unknown keys, and filters of headers that are no POSIX regular expression, are left out.
TidyFile read_tidy_file(llvm::MemoryBufferRef text);

}  // namespace unblock::lint
