#include "lint/checks/check.h"

#include <clang-tidy/ClangTidyCheck.h>
#include <fmt/format.h>

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
    check_unit(session_.unit(ast));
  } catch (const reports::InputError& error) {
    if (session_.first_complaint()) tidy_->configurationDiag("%0", clang::DiagnosticIDs::Error) << error.what();
  }
}

std::string Check::option(llvm::StringRef name, llvm::StringRef preset) const { return tidy_->Options.get(name, preset).str(); }

bool Check::report(clang::SourceLocation location, const std::string& message, const clang::FixItHint& fix) {
  if (!reported_.insert({location.getRawEncoding(), message}).second) return false;
  auto diagnostic = tidy_->diag(location, "%0") << message;
  if (!fix.isNull()) diagnostic << fix;
  return true;
}

void Check::note(clang::SourceLocation location, const std::string& message) {
  tidy_->diag(location, "%0", clang::DiagnosticIDs::Note) << message;
}

std::string context_phrase(const AsyncContext& context) {
  const std::string name = context.function->name();
  const bool lambda = context.function->lambda != nullptr;
  const std::string quoted = lambda ? "this lambda" : fmt::format("'{}'", name);
  switch (context.kind) {
    case ContextKind::coroutine: return lambda ? "this coroutine" : fmt::format("the coroutine {}", quoted);
    case ContextKind::callback: return fmt::format("{}, a callback of '{}',", quoted, context.sink_name);
    case ContextKind::annotated: return quoted;
  }
  return quoted;
}

void Check::explain_context(const AsyncContext& context) {
  const clang::FunctionDecl& decl = *context.function->decl;
  switch (context.kind) {
    case ContextKind::coroutine:
      return note(context.function->lambda ? context.function->lambda->getBeginLoc() : decl.getLocation(),
                  fmt::format("{} shares its thread with other tasks, which run only while it is suspended", context_phrase(context)));
    case ContextKind::callback:
      return note(context.sink->location(),
                  fmt::format("'{}' takes {} here and calls it on the event loop", context.sink_name,
                              context.function->lambda ? "this lambda" : fmt::format("'{}'", context.function->name())));
    case ContextKind::annotated:
      return note(decl.getLocation(), fmt::format("'{}' is annotated as running on the event loop", context.function->name()));
  }
}

std::string fill_name(std::string text, const std::string& name) {
  for (std::size_t at = text.find("{name}"); at != std::string::npos; at = text.find("{name}", at + name.size())) {
    text.replace(at, 6, name);
  }
  return text;
}

std::string instead_clause(const std::string& instead, const std::string& name) {
  return instead.empty() ? "" : kInsteadMark + fill_name(instead, name);
}

}  // namespace unblock::lint
