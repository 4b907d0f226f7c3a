// The list of all checks. The plugin and the driver both register from here; a test compares it with the folders.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "lint/checks/check.h"
#include "reports/model/finding.h"

namespace unblock::lint {

struct CheckEntry {
  const char* id;        ///< "async-blocking-call"
  const char* folder;    ///< "blocking_call"
  reports::Severity severity;
  const char* summary;   ///< one sentence
  std::unique_ptr<Check> (*make)(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session);
};

/// In the order in which they are listed and documented.
std::span<const CheckEntry> all_checks();

/// The check's page (Markdown), from its folder. Empty for an unknown id.
std::string check_page(const std::string& id);

}  // namespace unblock::lint
