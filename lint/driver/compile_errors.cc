#include "lint/driver/compile_errors.h"

#include <clang/Basic/SourceManager.h>
#include <fmt/format.h>
#include <llvm/ADT/SmallString.h>

#include "lint/driver/commands.h"

namespace unblock::lint {
namespace {

constexpr std::size_t kShownErrors = 20;
constexpr std::size_t kPlaces = 10'000;  // a file that is no C++ at all has an error a line

std::string place(const clang::Diagnostic& info, const std::string& folder) {
  if (!info.getLocation().isValid() || !info.hasSourceManager()) return "";
  const clang::PresumedLoc at = info.getSourceManager().getPresumedLoc(info.getLocation());
  if (at.isInvalid()) return "";
  return fmt::format("{}:{}:{}: ", path_from(folder, at.getFilename()), at.getLine(), at.getColumn());
}

std::string text(const clang::Diagnostic& info) {
  llvm::SmallString<256> out;
  info.FormatDiagnostic(out);
  return out.str().str();
}

bool is_in_user_code(const clang::Diagnostic& info) {
  return info.getLocation().isValid() && info.hasSourceManager() && !info.getSourceManager().isInSystemHeader(info.getLocation());
}

}  // namespace

void CompileErrors::HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& info) {
  DiagnosticConsumer::HandleDiagnostic(level, info);
  if (level >= clang::DiagnosticsEngine::Error) return add_error(info);
  if (level == clang::DiagnosticsEngine::Note && count_ != 0) add_requirement(info);
}

void CompileErrors::BeginSourceFile(const clang::LangOptions& language, const clang::Preprocessor* preprocessor) {
  checks_.BeginSourceFile(language, preprocessor);
}

void CompileErrors::EndSourceFile() { checks_.EndSourceFile(); }

void CompileErrors::add_error(const clang::Diagnostic& info) {
  ++count_;
  if (first_.size() < kShownErrors) first_.push_back(fmt::format("{}error: {}", place(info, folder_), text(info)));
  if (info.getLocation().isValid() && places_.size() < kPlaces) places_.push_back(info.getLocation());
}

/// Notes that say what asked for a template. Others point at code that is in order, such as a declaration.
void CompileErrors::add_requirement(const clang::Diagnostic& info) {
  const std::string message = text(info);
  if (message.find("requested here") == std::string::npos && message.find("required here") == std::string::npos) return;
  if (info.getLocation().isValid() && places_.size() < kPlaces) places_.push_back(info.getLocation());
  if (count_ == 1 && first_.size() == 1 && is_in_user_code(info)) first_.push_back(fmt::format("{}note: {}", place(info, folder_), message));
}

}  // namespace unblock::lint
