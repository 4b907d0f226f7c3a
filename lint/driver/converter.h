// Turns what clang-tidy's machinery collected from the checks into findings as the driver knows them.
#pragma once

#include <clang-tidy/ClangTidyDiagnosticConsumer.h>

#include <map>
#include <string>

#include "lint/driver/result.h"

namespace unblock::lint {

/// How severe a check's findings are, where the options do not make them errors.
reports::Severity severity_of(const std::string& check, bool as_error);
/// Takes a message apart at its "; instead: ".
void set_message(const std::string& text, reports::Finding& finding);

class Converter {
 public:
  LintFinding finding(const clang::tidy::ClangTidyError& error);
  /// "file:line:column: message" of something that is no finding.
  std::string complaint(const clang::tidy::ClangTidyError& error);

 private:
  reports::Location place(const clang::tooling::DiagnosticMessage& message, const std::string& folder);
  reports::Location place(const std::string& file, unsigned offset);
  void add_fix(const clang::tidy::ClangTidyError& error, LintFinding& found);
  const std::string& text_of(const std::string& file);

  std::map<std::string, std::string> texts_;  ///< each file is read once
};

}  // namespace unblock::lint
