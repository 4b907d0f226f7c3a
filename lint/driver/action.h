// Parses one file as fast as the checks allow, and runs them on it.
#pragma once

#include <clang-tidy/ClangTidyDiagnosticConsumer.h>
#include <clang/AST/ASTContext.h>
#include <clang/Tooling/Tooling.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lint/checks/session.h"
#include "lint/extract/extraction.h"

namespace unblock::lint {

/// Whether the bodies in this file need not be parsed.
using IsForeign = std::function<bool(const std::string& path)>;

/// Called with each unit that was parsed, before or after the checks.
using OnUnit = std::function<void(clang::ASTContext& ast)>;

/// Called with what the checks that look at whole programs want to know of a unit, and with their options in it.
using OnFacts = std::function<void(const Extraction& extraction, std::vector<facts::CheckOption> checks)>;

inline constexpr const char* kNextFilePragma = "unblock_next_file";

struct ActionHooks {
  IsForeign is_foreign;
  OnUnit before_checks;
  OnUnit after_checks;
  OnFacts on_facts;
  std::function<void(const std::string& complaint)> on_broken_model;
  /// For a file that consists of headers and kNextFilePragma: the file that the unit is then about. Empty: nothing follows.
  std::function<std::string()> next_file;
};

std::unique_ptr<clang::tooling::FrontendActionFactory> make_lint_action(clang::tidy::ClangTidyContext& context, Session& session,
                                                                        ActionHooks hooks);

}  // namespace unblock::lint
