// The list of all checks. The plugin and the driver both register from here; a test compares it with the folders.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "lint/checks/check.h"
#include "lint/facts/facts.h"
#include "reports/model/finding.h"

namespace unblock::lint {

struct CheckEntry {
  const char* id;        ///< "async-blocking-call"
  const char* folder;    ///< "blocking_call"
  reports::Severity severity;
  const char* summary;   ///< one sentence
  std::unique_ptr<Check> (*make)(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session);
  /// Of a check about chains of calls: which waits it asks for, with what the option Tiers switches on. The driver judges those
  /// over the whole program, the plugin over one unit.
  bool (*wanted)(const facts::Wait& wait, const std::vector<std::string>& tiers) = nullptr;
  /// An opinion: it runs only where `--checks` or a `.clang-tidy` names it.
  bool off = false;
  bool about_comments = false;  ///< it looks at what the others silence: judged after them
};

/// In the order in which they are listed and documented.
std::span<const CheckEntry> all_checks();

/// The check's page (Markdown), from its folder. Empty for an unknown id.
std::string check_page(const std::string& id);

}  // namespace unblock::lint
