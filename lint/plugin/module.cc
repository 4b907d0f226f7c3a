// The only file that knows clang-tidy's module registry: it makes the checks known to the program that loads the plugin.
#include <clang-tidy/ClangTidyCheck.h>
#include <clang-tidy/ClangTidyModule.h>
#include <clang/ASTMatchers/ASTMatchers.h>
#include <clang/Basic/Version.h>
#include <clang/Lex/Preprocessor.h>
#include <llvm/Support/raw_ostream.h>

#include <cstdlib>
#include <memory>
#include <string>

#include "lint/checks/list.h"
#include "lint/checks/skipped_parts.h"

namespace unblock::lint {
namespace {

/// The release of the program that loads us, from "Debian clang version 22.1.8 (…)"; 0 where it says nothing.
int host_major() {
  const std::string version = clang::getClangFullVersion();
  const std::string mark = "version ";
  const std::size_t at = version.find(mark);
  return at == std::string::npos ? 0 : std::atoi(version.c_str() + at + mark.size());
}

/// The checks use Clang's own types, whose layout changes with every release.
bool host_fits() {
  if (host_major() == UNBLOCK_LLVM_MAJOR) return true;
  llvm::errs() << "unblock-tidy.so: built for clang-tidy " << UNBLOCK_LLVM_MAJOR << ", but loaded by " << clang::getClangFullVersion()
               << ": use clang-tidy-" << UNBLOCK_LLVM_MAJOR << "\n";
  return false;
}

/// A check as clang-tidy drives it: once a unit, through the one matcher that matches once.
class PluginCheck : public clang::tidy::ClangTidyCheck {
 public:
  PluginCheck(llvm::StringRef name, clang::tidy::ClangTidyContext* context, std::unique_ptr<Check> check, Session& session)
      : ClangTidyCheck(name, context), check_(std::move(check)), session_(session) {}

  void registerMatchers(clang::ast_matchers::MatchFinder* finder) override {
    finder->addMatcher(clang::ast_matchers::translationUnitDecl(), this);
  }
  void check(const clang::ast_matchers::MatchFinder::MatchResult& result) override { check_->run_on(*(ast_ = result.Context)); }
  void onEndOfTranslationUnit() override {
    if (ast_) check_->finish_on(*ast_);
  }
  void registerPPCallbacks(const clang::SourceManager&, clang::Preprocessor* preprocessor, clang::Preprocessor*) override {
    session_.begin_file();
    preprocessor->addPPCallbacks(std::make_unique<SkippedParts>(session_));
  }
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap& options) override {
    for (const auto& [name, value] : check_->options()) Options.store(options, name, value);
  }

 private:
  std::unique_ptr<Check> check_;
  Session& session_;
  clang::ASTContext* ast_ = nullptr;
};

class UnblockModule : public clang::tidy::ClangTidyModule {
 public:
  void addCheckFactories(clang::tidy::ClangTidyCheckFactories& factories) override {
    if (!host_fits()) return;
    for (const CheckEntry& entry : all_checks()) {
      factories.registerCheckFactory(
          entry.id, [make = entry.make, session = session_](llvm::StringRef name, clang::tidy::ClangTidyContext* context) {
            return std::make_unique<PluginCheck>(name, context, make(name, context, *session), *session);
          });
    }
  }

 private:
  std::shared_ptr<Session> session_ = std::make_shared<Session>();
};

const clang::tidy::ClangTidyModuleRegistry::Add<UnblockModule> kRegistration("unblock-module", "Checks for asynchronous code.");

}  // namespace
}  // namespace unblock::lint
