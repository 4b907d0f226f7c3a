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
    : name_(name.str()), context_(context), tidy_(std::make_unique<TidyFace>(name, context)), session_(session) {
  session_.begin_unit();
  llvm::SmallVector<llvm::StringRef> files;
  tidy_->Options.getLocalOrGlobal("AsyncModels", "").split(files, ';', -1, false);
  session_.add_model_files({files.begin(), files.end()});
}

Check::~Check() = default;

template <class Look>
void Check::look(const Look& at_unit) {
  try {
    at_unit();
  } catch (const reports::InputError& error) {
    if (session_.first_complaint()) tidy_->configurationDiag("%0", clang::DiagnosticIDs::Error) << error.what();
  }
}

void Check::run_on(clang::ASTContext& ast) {
  look([&] { check_unit(*session_.analysis(ast).unit); });
}

void Check::finish_on(clang::ASTContext& ast) {
  look([&] { finish_unit(*session_.analysis(ast).unit); });
}

std::string Check::option(llvm::StringRef name, llvm::StringRef preset) const { return tidy_->Options.get(name, preset).str(); }

const Lifetimes& Check::lifetimes(const Unit& unit) { return *analysis(unit).lifetimes; }
std::string Check::name_in_facts(const Unit& unit, const clang::NamedDecl& decl) {
  Ids& ids = *analysis(unit).extraction.ids;
  if (const auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(&decl)) return ids.of(*record);
  return ids.of(llvm::cast<clang::ValueDecl>(decl));
}
bool Check::is_on(const char* check) const { return context_->isCheckEnabled(check); }

bool Check::report(clang::SourceLocation location, const std::string& message, const clang::FixItHint& fix) {
  if (!session_.reports_at(location) || !reported_.insert({location.getRawEncoding(), message}).second) return false;
  session_.note_found(name_, location);
  auto diagnostic = tidy_->diag(location, "%0") << message;
  if (!fix.isNull()) diagnostic << fix;
  return true;
}

bool Check::report_unless(const std::vector<std::string>& excuses, clang::SourceLocation location, const std::string& message) {
  if (session_.is_excused(excuses) || !report(location, message)) return false;
  session_.note_excuses(name_, message, location, excuses);
  return true;
}

void Check::note(clang::SourceLocation location, const std::string& message) {
  tidy_->diag(location, "%0", clang::DiagnosticIDs::Note) << message;
}

}  // namespace unblock::lint
