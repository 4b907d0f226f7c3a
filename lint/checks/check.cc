#include "lint/checks/check.h"

#include <clang-tidy/ClangTidyCheck.h>

#include "lint/checks/analysis.h"
#include "reports/model/error.h"

namespace unblock::lint {

/// What clang-tidy knows of a check: its name, its options, and where diagnostics go.
class Check::TidyFace : public clang::tidy::ClangTidyCheck {
 public:
  using ClangTidyCheck::ClangTidyCheck;
  using ClangTidyCheck::configurationDiag;
  using ClangTidyCheck::diag;
  using ClangTidyCheck::Options;
};

Check::Check(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session)
    : tidy_(std::make_unique<TidyFace>(name, context)), session_(session) {
  session_.begin_unit();
  llvm::SmallVector<llvm::StringRef> files;
  tidy_->Options.getLocalOrGlobal("AsyncModels", "").split(files, ';', -1, false);
  session_.add_model_files({files.begin(), files.end()});
}

Check::~Check() = default;

void Check::run_on(clang::ASTContext& ast) {
  try {
    check_unit(*session_.analysis(ast).unit);
  } catch (const reports::InputError& error) {
    if (session_.first_complaint()) tidy_->configurationDiag("%0", clang::DiagnosticIDs::Error) << error.what();
  }
}

std::string Check::option(llvm::StringRef name, llvm::StringRef preset) const { return tidy_->Options.get(name, preset).str(); }

const Lifetimes& Check::lifetimes(const Unit& unit) { return *analysis(unit).lifetimes; }

bool Check::report(clang::SourceLocation location, const std::string& message, const clang::FixItHint& fix) {
  if (!reported_.insert({location.getRawEncoding(), message}).second) return false;
  auto diagnostic = tidy_->diag(location, "%0") << message;
  if (!fix.isNull()) diagnostic << fix;
  return true;
}

void Check::note(clang::SourceLocation location, const std::string& message) {
  tidy_->diag(location, "%0", clang::DiagnosticIDs::Note) << message;
}

}  // namespace unblock::lint
