#include "lint/lsp/linter.h"

#include <fmt/format.h>
#include <llvm/ADT/ScopeExit.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Program.h>

#include <optional>

#include "reports/model/error.h"
#include "reports/sarif/reader.h"

namespace unblock::lint::lsp {
namespace {

std::string read_all(llvm::StringRef path) {
  const auto buffer = llvm::MemoryBuffer::getFile(path);
  return buffer ? (*buffer)->getBuffer().str() : std::string();
}

std::string last_line(llvm::StringRef text) { return text.rtrim().rsplit('\n').second.empty() ? text.rtrim().str() : text.rtrim().rsplit('\n').second.str(); }

std::vector<std::string> command_for(const LintSettings& settings) {
  std::vector<std::string> words = {settings.program, "--quiet", "--format", "sarif"};
  words.insert(words.end(), settings.arguments.begin(), settings.arguments.end());
  return words;
}

void take_log(const std::string& text, const std::string& file, LintResult& result) {
  try {
    result.findings = reports::sarif::read(text, "unblock-lint");
    if (!result.findings.failed_files.empty()) {
      result.problem = fmt::format("'{}' does not compile, so it was not checked", file);
    } else if (!result.findings.incomplete_files.empty()) {
      result.problem = fmt::format("'{}' does not compile: it was checked as far as it could be read", file);
    }
  } catch (const reports::InputError& broken) {
    result.problem = broken.what();
  }
}

}  // namespace

LintResult lint(const LintSettings& settings, const std::string& file) {
  LintResult result;
  llvm::SmallString<128> output, complaints;
  if (llvm::sys::fs::createTemporaryFile("unblock-lsp", "sarif", output) || llvm::sys::fs::createTemporaryFile("unblock-lsp", "txt", complaints)) {
    result.problem = "the folder for temporary files cannot be written";
    return result;
  }
  const llvm::scope_exit cleanup([&] {
    llvm::sys::fs::remove(output);
    llvm::sys::fs::remove(complaints);
  });
  std::vector<std::string> words = command_for(settings);
  words.push_back(file);
  const std::vector<llvm::StringRef> arguments(words.begin(), words.end());
  const std::optional<llvm::StringRef> redirects[] = {llvm::StringRef(), llvm::StringRef(output), llvm::StringRef(complaints)};
  std::string error;
  const int code = llvm::sys::ExecuteAndWait(settings.program, arguments, std::nullopt, redirects, settings.timeout_s, 0, &error);
  const std::string text = read_all(output);
  if (code < 0) {
    result.problem = fmt::format("unblock-lint did not finish on '{}': {}", file, error.empty() ? "it crashed" : error);
  } else if (text.empty()) {
    result.problem = last_line(read_all(complaints));
    if (result.problem.empty()) result.problem = fmt::format("unblock-lint said nothing about '{}'", file);
  } else {
    take_log(text, file, result);
  }
  return result;
}

LintResult lint_warm(WarmLinter& linter, const LintSettings& settings, const std::string& file) {
  const std::optional<std::string> text = linter.lint(command_for(settings), file, settings.timeout_s);
  if (!text) return lint(settings, file);
  LintResult result;
  take_log(*text, file, result);
  return result;
}

}  // namespace unblock::lint::lsp
