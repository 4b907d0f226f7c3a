// Remembers what the compiler complains about while a file is linted: for the user, and to know which functions to leave out.
#pragma once

#include <clang/Basic/Diagnostic.h>
#include <clang/Basic/SourceLocation.h>

#include <string>
#include <vector>

namespace unblock::lint {

class CompileErrors : public clang::DiagnosticConsumer {
 public:
  /// `folder` is what relative paths are relative to. Only the beginning and the end of a file are told to `checks`, which gets
  /// its own diagnostics by another way.
  CompileErrors(std::string folder, clang::DiagnosticConsumer& checks) : folder_(std::move(folder)), checks_(checks) {}

  void HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& info) override;
  void BeginSourceFile(const clang::LangOptions& language, const clang::Preprocessor* preprocessor) override;
  void EndSourceFile() override;

  unsigned count() const { return count_; }
  /// The first ones as "file:line:column: error: …", each with the place that required it where that is another one.
  const std::vector<std::string>& first() const { return first_; }
  /// Where errors stand, and what asked for the templates in which they stand.
  const std::vector<clang::SourceLocation>& places() const { return places_; }

 private:
  void add_error(const clang::Diagnostic& info);
  void add_requirement(const clang::Diagnostic& info);

  std::string folder_;
  clang::DiagnosticConsumer& checks_;
  unsigned count_ = 0;
  std::vector<std::string> first_;
  std::vector<clang::SourceLocation> places_;
};

}  // namespace unblock::lint
